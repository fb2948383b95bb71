package net.openmeet.matrix.homeserver;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A homeserver without an application service: accounts are made by its administrator. What is asked and answered is the same as for one
 * with, so that nobody else need know. Safe for use by several threads.
 */
public final class AdminRegistration implements Homeserver {
    private final Homeserver homeserver;

    /** @param homeserver sends the calls */
    public AdminRegistration(Homeserver homeserver) {
        this.homeserver = homeserver;
    }

    @Override
    public CompletableFuture<Answer> send(MatrixCall call, BooleanSupplier lease, CallTrace trace) {
        return call instanceof MatrixCall.Register register
                ? homeserver
                        .send(new MatrixCall.MakeUser(register.user()), lease, trace)
                        .thenApply(AdminRegistration::asRegistered)
                : homeserver.send(call, lease, trace);
    }

    /** The admin API answers 200 for a name that somebody has, where a registration is refused. */
    private static Answer asRegistered(Answer answer) {
        return answer instanceof Answer.Good good && good.seen() instanceof Seen.AccountMade made
                ? registered(made)
                : answer;
    }

    private static Answer registered(Seen.AccountMade made) {
        return made.isNew()
                ? new Answer.Good(new Seen.Done())
                : new Answer.Refusal(400, Optional.of("M_USER_IN_USE"), "User ID already taken.", Optional.empty());
    }
}
