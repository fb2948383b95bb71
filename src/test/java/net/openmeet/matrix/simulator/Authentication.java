package net.openmeet.matrix.simulator;

import java.util.Optional;

/** From a token and {@code ?user_id=} to who acts, with every way Synapse refuses. */
final class Authentication {
    private final SimulatorSettings settings;
    private final AsTokens asTokens;

    Authentication(SimulatorSettings settings, AsTokens asTokens) {
        this.settings = settings;
        this.asTokens = asTokens;
    }

    Optional<String> token(WireRequest request) {
        Optional<String> header = request.header("authorization");
        if (header.isEmpty()) {
            return request.parameter("access_token");
        }
        String[] words = header.get().split(" ", -1);
        if (words.length != 2 || !words[0].equals("Bearer") || words[1].isEmpty()) {
            throw MatrixError.missingToken("Invalid Authorization header.");
        }
        return Optional.of(words[1]);
    }

    Optional<Appservice> appservice(String token) {
        return asTokens.owner(token);
    }

    Actor actor(WireRequest request, Database database) {
        Actor actor = anyActor(request, database, false);
        if (actor.appservice().isEmpty()) {
            if (database.accounts()
                    .find(actor.userId())
                    .filter(Account::isLocked)
                    .isPresent()) {
                throw MatrixError.userLocked();
            }
            database.accounts().sessions().use(token(request).orElseThrow());
        }
        return actor;
    }

    /** Who acts, even if their token has expired or they are locked: both may log out. */
    Actor leaving(WireRequest request, Database database) {
        return anyActor(request, database, true);
    }

    private Actor anyActor(WireRequest request, Database database, boolean mayBeExpired) {
        String token = token(request).orElseThrow(() -> MatrixError.missingToken("Missing access token"));
        Optional<Appservice> service = appservice(token);
        if (service.isPresent()) {
            return new Actor(masqueraded(request, service.get(), database), Optional.empty(), service);
        }
        Sessions.Session session = database.accounts().sessions().find(token).orElseThrow(this::unknownToken);
        if (settings.logins().delegated()) {
            throw unknownToken();
        }
        if (!mayBeExpired && Sessions.isOver(session.expiresAt())) {
            throw MatrixError.expiredToken();
        }
        return new Actor(session.userId(), session.device(), Optional.empty());
    }

    private MatrixError unknownToken() {
        return MatrixError.unknownToken(
                settings.logins().delegated() ? "Token is not active" : "Invalid access token passed.");
    }

    private String masqueraded(WireRequest request, Appservice service, Database database) {
        String sender = settings.userId(service.senderLocalpart());
        String wanted = request.parameter("user_id").orElse(sender);
        if (wanted.equals(sender)) {
            return sender;
        }
        if (!service.mayActAs(wanted)) {
            throw MatrixError.forbidden("Application service cannot masquerade as this user (" + wanted + ").");
        }
        if (database.accounts().find(wanted).isEmpty()) {
            throw MatrixError.forbidden("Application service has not registered this user (" + wanted + ")");
        }
        return wanted;
    }

    /** Who the request claims to act as, whether or not it may: what scripted faults are matched by. */
    Optional<String> claimed(WireRequest request, Database database) {
        return request.parameter("user_id")
                .or(() -> request.header("authorization")
                        .map(header -> header.substring(header.indexOf(' ') + 1))
                        .or(() -> request.parameter("access_token"))
                        .flatMap(token -> appservice(token)
                                .map(service -> settings.userId(service.senderLocalpart()))
                                .or(() -> database.accounts()
                                        .sessions()
                                        .find(token)
                                        .map(Sessions.Session::userId))));
    }
}
