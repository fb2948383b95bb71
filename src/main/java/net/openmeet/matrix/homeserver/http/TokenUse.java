package net.openmeet.matrix.homeserver.http;

import java.util.Optional;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.CallListener.Sender;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.homeserver.http.Credentials.MissingCredentialException;

/**
 * Which token one request is sent with. Decided on its I/O thread, right before it is sent; read by that thread again when the request
 * is over.
 */
final class TokenUse {
    private final Bearers bearers;
    private final Sender sender;
    private final Optional<UserId> as;
    private final Optional<SecretText> own;
    private volatile Optional<SentWith> sentWith = Optional.empty();

    /** @param request says who sends it, and as whom */
    TokenUse(Bearers bearers, CallRequest request) {
        this.bearers = bearers;
        this.sender = request.sender();
        this.as = request.as();
        this.own = request.own();
    }

    /** Decides. Empty if the request needs none.
     *
     * @throws MissingCredentialException if it needs one, and there is none
     */
    Optional<Presented> decide() throws MissingCredentialException {
        return switch (sender) {
            case NOBODY -> own.map(token -> new Presented(token, Optional.empty()));
            case BOT -> Optional.of(presented(bearers.bot()));
            case USER -> Optional.of(presented(bearers.user(as.orElseThrow())));
            case ADMIN -> Optional.of(presented(bearers.admin()));
        };
    }

    /** What the homeserver was shown, or would have been; absent where the token is the call's own, or none. */
    Optional<SentWith> sentWith() {
        return sentWith;
    }

    private Presented presented(Bearer bearer) throws MissingCredentialException {
        sentWith = Optional.of(bearer.sentWith());
        SecretText token = bearer.token().orElseThrow(() -> new MissingCredentialException(bearer.missing()));
        return new Presented(token, bearer.masquerades() ? as : Optional.empty());
    }

    /** OkHttp shows a request's tags in its text. */
    @Override
    public String toString() {
        return "TokenUse[" + sender + "]";
    }

    /** @param as whom the token's owner acts as */
    record Presented(SecretText token, Optional<UserId> as) {}
}
