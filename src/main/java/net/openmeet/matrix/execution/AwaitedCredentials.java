package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.WaitReason;

/**
 * What of a task can't go on without a credential: asks for its repair once for each token that was refused, and brings what waited back to
 * its turn when there is another. Should that word be lost, each of them is looked at again by itself. Owned by the stream thread.
 */
final class AwaitedCredentials {
    /** After which a repair is asked for once more, in case the request was lost with another instance. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** Between two looks whether this instance's file was corrected, while it is behind that of others: they cost no call. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final long NEVER = -1;

    private final CredentialBook book;
    private final Function<CredentialKey, Optional<Long>> configured;
    private final Map<CredentialKey, Awaited> awaited = new HashMap<>();
    private long seen = NEVER;
    private Optional<Instant> lookAgain = Optional.empty();

    /** Who waits: a lane as a whole, or for one person of a room. */
    record Waiter(LaneKey lane, Optional<String> personId) {}

    /**
     * @param request about the token that was refused last
     * @param who waits, and for another token than which
     */
    private record Awaited(RepairRequest.Refused request, Instant askedAt, boolean asked, Map<Waiter, Long> who) {}

    /** What need not wait any longer, and for what it did. */
    record Released(CredentialKey key, Waiter who) {}

    /** @param configured what names the token that this instance reads in its configuration, read anew */
    AwaitedCredentials(CredentialBook book, Function<CredentialKey, Optional<Long>> configured) {
        this.book = book;
        this.configured = configured;
    }

    /** The credential that an outcome says was refused, if it is one that can be repaired. */
    static Optional<CredentialKey> key(Outcome outcome, Tenant tenant) {
        if (!(outcome instanceof Outcome.CredentialRejected rejected)
                || rejected.credential() == Outcome.Credential.ACCOUNT) {
            return Optional.empty();
        }
        return rejected.sentWith()
                .map(SentWith::owner)
                .map(owner -> switch (owner) {
                    case TokenOwner.Appservice ignored -> CredentialKey.ofAppservice(tenant.id());
                    case TokenOwner.Admin ignored -> CredentialKey.ofAdmin(tenant.id());
                    case TokenOwner.User user -> CredentialKey.of(tenant.id(), user.user());
                })
                .filter(key -> key.kind() != CredentialKey.Kind.ADMIN
                        || tenant.credentials().admin().isPresent());
    }

    /**
     * What is asked of a credential that was refused.
     *
     * @param traceparent of the call that was refused
     */
    static RepairRequest.Refused request(
            Outcome.CredentialRejected rejected, Optional<String> traceparent, Instant now) {
        Outcome.Failure failure = rejected.failure();
        return new RepairRequest.Refused(
                rejected.sentWith().map(SentWith::generation).orElse(0L),
                new Problem("refused", failure.errcode(), failure.status() + " " + failure.error(), now),
                traceparent);
    }

    /**
     * Somebody waits for another token than the one that was refused.
     *
     * @param traceparent of the call that was refused: the repair is in the trace of the first
     */
    void await(
            CredentialKey key,
            Waiter who,
            Outcome.CredentialRejected rejected,
            Optional<String> traceparent,
            Instant now) {
        RepairRequest.Refused request = request(rejected, traceparent, now);
        book.refused(key, request.generation());
        Awaited before = awaited.get(key);
        boolean known = before != null
                && before.request().generation() == request.generation()
                && now.isBefore(before.askedAt().plus(AGAIN));
        Map<Waiter, Long> waiters = before == null ? new LinkedHashMap<>() : before.who();
        waiters.put(who, request.generation());
        awaited.put(key, known ? before : new Awaited(request, now, false, waiters));
        // The answer came late perhaps, and there is another token already.
        seen = NEVER;
    }

    /** What is to be asked for since the last time. */
    Map<CredentialKey, RepairRequest> requests() {
        Map<CredentialKey, RepairRequest> requests = new LinkedHashMap<>();
        awaited.replaceAll((key, its) -> {
            if (its.asked()) {
                return its;
            }
            requests.put(key, its.request());
            return new Awaited(its.request(), its.askedAt(), true, its.who());
        });
        return requests;
    }

    /** Who need not wait any longer. A look costs nothing while nothing was told of any credential and no file is behind. */
    List<Released> released(Instant now) {
        List<Released> released = new ArrayList<>();
        if (book.version() == seen && lookAgain.filter(at -> !now.isBefore(at)).isEmpty()) {
            return released;
        }
        seen = book.version();
        lookAgain = Optional.empty();
        awaited.forEach((key, its) -> book.of(key)
                .filter(record -> record.isUsable(now))
                .filter(record -> isHere(key, record, now))
                .ifPresent(record -> its.who().entrySet().removeIf(waiter -> {
                    boolean another = waiter.getValue() != record.generation();
                    if (another) {
                        released.add(new Released(key, waiter.getKey()));
                    }
                    return another;
                })));
        awaited.values().removeIf(its -> its.who().isEmpty());
        return released;
    }

    /** A token of the configuration is of no use to an instance whose file is behind: it would ask for it, and be told, for ever. */
    private boolean isHere(CredentialKey key, CredentialRecord record, Instant now) {
        boolean here = record.tokens().isPresent()
                || configured
                        .apply(key)
                        .filter(its -> its == record.generation())
                        .isPresent();
        if (!here) {
            lookAgain = Optional.of(now.plus(LOOK));
        }
        return here;
    }

    /** How a lane is told to look at what waited. */
    static Operation.Poke poke(Waiter waiter) {
        return new Operation.Poke(waiter.personId().map(id -> "member:" + id), WaitReason.CREDENTIAL.word());
    }
}
