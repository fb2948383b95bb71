package net.openmeet.matrix.homeserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import net.openmeet.matrix.log.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes no account before it knows that the homeserver logs people in itself. Where a Matrix Authentication Service does, an account that
 * was made here locks its person out of their first login: then a registration is answered with {@link #DELEGATED} and none is sent.
 *
 * <p>Safe for use by several threads: {@code seen} is replaced as a whole, and to ask twice does no harm.
 */
public final class AskingLogins implements Homeserver {
    /** The error code of a registration that wasn't sent. */
    public static final String DELEGATED = "NET.OPENMEET.DELEGATED_LOGINS";

    private static final Logger LOG = LoggerFactory.getLogger(AskingLogins.class);
    /** A homeserver may move to such a service while we run. Asking takes one call without a token. */
    private static final Duration BELIEVED = Duration.ofMinutes(10);

    private static final Answer REFUSAL = new Answer.Refusal(
            403,
            Optional.of(DELEGATED),
            "Logins are left to a Matrix Authentication Service: no account is made here",
            Optional.empty());

    private final String tenant;
    private final Homeserver homeserver;
    private final InstantSource clock;
    private volatile Optional<Logins> seen = Optional.empty();

    /** How people log in, and until when that is believed. */
    private record Logins(boolean delegated, Instant until) {}

    /** @param homeserver sends the calls */
    public AskingLogins(String tenant, Homeserver homeserver, InstantSource clock) {
        this.tenant = tenant;
        this.homeserver = homeserver;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> send(MatrixCall call, BooleanSupplier lease, CallTrace trace) {
        return switch (call) {
            case MatrixCall.LoginFlows flows ->
                homeserver.send(flows, lease, trace).thenApply(answer -> learned(flows, answer));
            case MatrixCall.Register register -> registered(register, lease, trace);
            default -> homeserver.send(call, lease, trace);
        };
    }

    @Override
    public boolean delegatesLogins() {
        return seen.filter(Logins::delegated).isPresent();
    }

    private CompletableFuture<Answer> registered(MatrixCall.Register call, BooleanSupplier lease, CallTrace trace) {
        return known().map(logins -> registered(call, lease, trace, logins))
                .orElseGet(() -> send(new MatrixCall.LoginFlows(), lease, trace)
                        .thenCompose(answer -> known().map(logins -> registered(call, lease, trace, logins))
                                .orElseGet(() -> CompletableFuture.completedFuture(answer))));
    }

    private CompletableFuture<Answer> registered(
            MatrixCall.Register call, BooleanSupplier lease, CallTrace trace, Logins logins) {
        return logins.delegated() ? CompletableFuture.completedFuture(REFUSAL) : homeserver.send(call, lease, trace);
    }

    private Optional<Logins> known() {
        return seen.filter(logins -> clock.instant().isBefore(logins.until()));
    }

    private Answer learned(MatrixCall.LoginFlows call, Answer answer) {
        switch (Outcomes.classify(call, answer)) {
            case Outcome.Applied applied -> learned(applied.seen() instanceof Seen.Absent);
            case Outcome.Retry ignored -> LOG.debug("Tenant {}: how people log in isn't known yet", tenant);
            case Outcome.Uncertain ignored -> LOG.debug("Tenant {}: how people log in isn't known yet", tenant);
            default -> {
                // A proxy that hides it, most likely; the service itself says M_UNRECOGNIZED or how it logs in.
                Fields.of(LOG.atWarn())
                        .with(Fields.TENANT, tenant)
                        .log(
                                "Tenant {}: its homeserver doesn't say how people log in: taken for one that does it itself",
                                tenant);
                learned(false);
            }
        }
        return answer;
    }

    private void learned(boolean delegated) {
        seen = Optional.of(
                new Logins(delegated, delegated ? Instant.MAX : clock.instant().plus(BELIEVED)));
    }
}
