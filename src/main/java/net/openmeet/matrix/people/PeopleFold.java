package net.openmeet.matrix.people;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;

/**
 * Joins a person's identity with their memberships: takes what is new, and says what has to be stored and who has to be told.
 * Pure.
 */
public final class PeopleFold {
    private PeopleFold() {}

    /**
     * What one input came to.
     *
     * @param memberships those to store
     * @param operations to be sent in this order
     * @param stale whether the input was older than what was known, and so had no effect
     * @param newer where what it was older than comes from, if it is a fact
     */
    public record Folded(
            Person person,
            List<RoomMembership> memberships,
            List<Addressed> operations,
            boolean stale,
            Optional<Origin> newer) {

        /** An account says which fact asks for it; that of a backfill waits behind live work, as its rooms do. */
        private Folded saidBy(Origin origin) {
            return new Folded(
                    person,
                    memberships,
                    operations.stream().map(each -> saidBy(each, origin)).toList(),
                    stale,
                    newer);
        }

        private static Addressed saidBy(Addressed addressed, Origin origin) {
            return addressed.operation() instanceof Operation.AccountTold told
                    ? new Addressed(addressed.lane(), told.saidBy(origin))
                    : addressed;
        }
    }

    /** Takes one input about {@code held}. The result lists one operation for each room of theirs if their identity changed. */
    public static Folded fold(Person held, Memberships memberships, PeopleInput input, Policy policy) {
        return switch (input) {
            case PeopleInput.Member member ->
                member(held, memberships, member.fact(), member.origin(), policy)
                        .saidBy(member.origin());
            case PeopleInput.Person person ->
                person(held, memberships, person.fact(), person.origin(), policy)
                        .saidBy(person.origin());
            case PeopleInput.Account account -> account(held, memberships, account.news(), policy);
        };
    }

    private static Folded person(
            Person held, Memberships memberships, Fact.OfPerson fact, Origin origin, Policy policy) {
        return switch (fact) {
            case Fact.PersonStated stated ->
                orStale(held, ProfileFold.stated(held, stated, origin), ProfileFold.newer(held), memberships, policy);
            case Fact.HandleRegistered handle ->
                orStale(
                        held,
                        ProfileFold.registered(held, handle, origin),
                        held.handle().map(Person.Handle::origin),
                        memberships,
                        policy);
            case Fact.PersonDeleted ignored -> deleted(held, memberships, origin, policy);
        };
    }

    private static Folded orStale(
            Person held, Optional<Person> next, Optional<Origin> newer, Memberships memberships, Policy policy) {
        return next.map(person -> told(held, person, memberships, List.of(), policy))
                .orElseGet(() -> stale(held, newer));
    }

    private static Folded stale(Person held, Optional<Origin> newer) {
        return new Folded(held, List.of(), List.of(), true, newer);
    }

    private static Folded member(
            Person held, Memberships memberships, Fact.MemberStated fact, Origin origin, Policy policy) {
        Optional<Origin> newer = held.deleted()
                .filter(origin::isNotAfter)
                .or(() -> memberships
                        .in(fact.subject())
                        .map(membership -> membership.told().origin())
                        .filter(origin::isStaleAgainst));
        if (newer.isPresent()) {
            return stale(held, newer);
        }
        Person next = held.withSlug(fact.slug().or(held::slug))
                .withAccount(held.account() || !(fact.standing() instanceof Standing.Gone));
        RoomMembership membership = RoomMembership.of(fact.subject(), new Operation.Told(fact.standing(), origin));
        return told(held, next, memberships, List.of(membership), policy);
    }

    /** Everybody out: every membership that isn't known to be newer than the deletion ends with it. */
    private static Folded deleted(Person held, Memberships memberships, Origin origin, Policy policy) {
        Optional<Origin> newer = held.deleted().filter(origin::isStaleAgainst);
        if (newer.isPresent()) {
            return stale(held, newer);
        }
        Person next = ProfileFold.deleted(held, origin);
        // Row versions of a person and of a membership don't compare.
        Operation.Told out = new Operation.Told(new Standing.Gone(), withoutSequence(origin));
        List<RoomMembership> ended = new ArrayList<>();
        boolean[] stays = {false};
        memberships.forEach(membership -> {
            if (membership.told().standing() instanceof Standing.Gone) {
                return;
            }
            if (ends(membership, origin, next.isGone())) {
                ended.add(RoomMembership.of(membership.room(), out));
            } else {
                stays[0] = true;
            }
        });
        return told(held, next.withAccount(stays[0]), memberships, ended, policy);
    }

    /**
     * Facts of different partitions don't compare. While the person is gone those go as well; a deletion that comes after the
     * revival it should have come before takes only what is known to be older.
     */
    private static boolean ends(RoomMembership membership, Origin deletion, boolean gone) {
        Origin origin = membership.told().origin();
        return gone ? !deletion.isNotAfter(origin) : origin.isNotAfter(deletion);
    }

    private static Origin withoutSequence(Origin origin) {
        return new Origin(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.time(),
                Optional.empty(),
                origin.snapshot(),
                origin.eventId(),
                origin.traceparent());
    }

    /** The account's own lane knows its news already: only rooms are told. */
    private static Folded account(Person held, Memberships memberships, AccountNews news, Policy policy) {
        boolean theirs = held.identity().localpart().equals(news.localpart());
        if (!theirs || held.isGone()) {
            return stale(held, Optional.empty());
        }
        if (news.state() == Identity.State.NO_HANDLE) {
            return told(held, held, memberships, List.of(), policy);
        }
        Person next = held.withIdentity(Identification.withState(held.identity(), news.state()));
        List<Addressed> operations = new ArrayList<>();
        tellRooms(held, next, memberships, List.of(), operations);
        return new Folded(next, List.of(), operations, false, Optional.empty());
    }

    private static Folded told(
            Person held, Person changed, Memberships memberships, List<RoomMembership> news, Policy policy) {
        Person next = Identification.of(changed, policy);
        List<Addressed> operations = new ArrayList<>();
        // The account first: rooms wait for it.
        AccountWish.news(held, next).ifPresent(told -> operations.add(new Addressed(next.key(), told)));
        tellRooms(held, next, memberships, news, operations);
        return new Folded(next, news, operations, false, Optional.empty());
    }

    private static void tellRooms(
            Person held, Person next, Memberships memberships, List<RoomMembership> news, List<Addressed> operations) {
        for (RoomMembership membership : news) {
            operations.add(tell(next, membership.room(), Optional.of(membership.told())));
        }
        if (Identification.sameToRooms(held.identity(), next.identity())) {
            return;
        }
        Set<LaneKey> done = new HashSet<>();
        news.forEach(membership -> done.add(membership.room()));
        memberships.forEach(membership -> {
            if (!done.contains(membership.room())) {
                operations.add(tell(next, membership.room(), Optional.empty()));
            }
        });
    }

    private static Addressed tell(Person person, LaneKey room, Optional<Operation.Told> told) {
        return new Addressed(room, new Operation.MemberTold(person.key(), told, person.identity()));
    }
}
