package net.openmeet.matrix.people;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;

/** Takes what reaches a person's account lane. Pure. */
public final class AccountFold {
    /** The poke's reason when somebody acted as the person and the homeserver knew no such account. */
    public static final String UNKNOWN_ACCOUNT = "unknown-account";

    private AccountFold() {}

    /**
     * {@code body} after one operation.
     *
     * @throws IllegalArgumentException for an operation that is a room's
     */
    public static AccountBody fold(LaneKey lane, AccountBody body, Operation operation, Policy policy, Instant now) {
        return switch (operation) {
            case Operation.AccountTold told -> told(body, told);
            case Operation.Poke poke -> isOurs(poke) ? poked(body, poke.reason(), policy, now) : body;
            case Operation.RoomTold ignored -> throw notOurs(lane, "room");
            case Operation.MemberTold ignored -> throw notOurs(lane, "member");
            case Operation.MembersListed ignored -> throw notOurs(lane, "members-listed");
        };
    }

    private static boolean isOurs(Operation.Poke poke) {
        return poke.slot().isEmpty() || poke.slot().get().equals(AccountPlanner.SLOT);
    }

    private static IllegalArgumentException notOurs(LaneKey lane, String operation) {
        return new IllegalArgumentException("A person's lane got the room operation " + operation + ": " + lane);
    }

    private static AccountBody told(AccountBody body, Operation.AccountTold told) {
        long held = body.identity().map(Identity::version).orElse(Long.MIN_VALUE);
        Identity identity = told.identity();
        if (identity.version() < held) {
            return body;
        }
        AccountBody next = body.told(told);
        return identity.version() == held ? next : identified(body, next, identity);
    }

    /** A newer identity: whatever was refused to the one before may be granted to it. */
    private static AccountBody identified(AccountBody before, AccountBody next, Identity identity) {
        boolean moved = !identity.localpart().equals(before.identity().flatMap(Identity::localpart));
        AccountBody held = moved ? forgotten(next).withTries(AccountBody.Tries.NONE) : next;
        return switch (identity.state()) {
            case NO_ACCOUNT -> retried(held).withAnnounced(Optional.of(identity.state()));
            case PRESENT, REFUSED -> held.withAnnounced(Optional.of(identity.state()));
            case NO_HANDLE, GONE -> held.withAnnounced(Optional.empty());
        };
    }

    private static AccountBody poked(AccountBody body, String reason, Policy policy, Instant now) {
        if (!reason.equals(UNKNOWN_ACCOUNT)) {
            return retried(body);
        }
        // A room gave up on an account that we are about to look at, or to make again: it has to be told when it is
        // there.
        boolean believed =
                body.announced().filter(Identity.State.PRESENT::equals).isPresent();
        boolean again = switch (body.hold()) {
            case CONFIRMED -> true;
            case MADE, DOUBTED, LOST -> believed;
            case UNSEEN, UNANSWERED, TAKEN, RETAKEN, FOUND, CLAIMED, REFUSED -> false;
        };
        return again ? lost(body, policy, now) : body;
    }

    /** What was refused is tried again, and nothing is waited for. */
    static AccountBody retried(AccountBody body) {
        AccountBody.Hold hold = body.hold() == AccountBody.Hold.REFUSED ? AccountBody.Hold.UNSEEN : body.hold();
        Map<String, AccountBody.Attribute> attributes = new TreeMap<>();
        body.attributes()
                .forEach((word, attribute) -> attributes.put(
                        word, new AccountBody.Attribute(attribute.shown(), Optional.empty(), Optional.empty())));
        AccountBody.Tries tries = body.tries();
        return body.holding(hold)
                .withAttributes(attributes)
                .withTries(new AccountBody.Tries(0, tries.losses(), tries.lostAt(), Optional.empty()));
    }

    /**
     * The homeserver doesn't know the account (any more): nothing we saw of it counts, but that it was ours. Should it be there after
     * all without our claim, as in a restored backup, it is ours still.
     */
    static AccountBody lost(AccountBody body, Policy policy, Instant now) {
        AccountBody.Hold hold = switch (body.hold()) {
            case MADE, CONFIRMED, DOUBTED, LOST, UNANSWERED, RETAKEN -> AccountBody.Hold.UNANSWERED;
            case UNSEEN, TAKEN, FOUND, CLAIMED, REFUSED -> AccountBody.Hold.UNSEEN;
        };
        return forgotten(body).holding(hold).withTries(Pace.afterLoss(body.tries(), policy, now));
    }

    private static AccountBody forgotten(AccountBody body) {
        return body.holding(AccountBody.Hold.UNSEEN).withAttributes(Map.of());
    }
}
