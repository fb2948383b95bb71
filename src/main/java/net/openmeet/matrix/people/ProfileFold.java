package net.openmeet.matrix.people;

import java.util.Optional;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Origin;

/**
 * Takes facts about a person themselves. Profile, creation, deletion and handle are judged apart, so that it doesn't matter in
 * which order a replay brings them. A result is absent where the fact is too old to change anything.
 */
final class ProfileFold {
    private ProfileFold() {}

    static Optional<Person> stated(Person held, Fact.PersonStated fact, Origin origin) {
        if (isOld(origin, held.deleted())) {
            return Optional.empty();
        }
        boolean newest = !isOld(origin, held.profile().map(Person.Profile::origin));
        boolean creates = fact.created() && !isOld(origin, held.created());
        if (!newest && !creates) {
            return Optional.empty();
        }
        Person created = creates ? held.withCreated(Optional.of(origin)) : held;
        return Optional.of(
                newest
                        ? created.withProfile(
                                Optional.of(new Person.Profile(fact.slug(), fact.displayName(), fact.avatar(), origin)))
                        : created);
    }

    /** What a profile that is too old to count is older than. */
    static Optional<Origin> newer(Person held) {
        return held.profile().map(Person.Profile::origin).or(held::deleted);
    }

    static Optional<Person> registered(Person held, Fact.HandleRegistered fact, Origin origin) {
        return isOld(origin, held.handle().map(Person.Handle::origin))
                ? Optional.empty()
                : Optional.of(held.withHandle(new Person.Handle(fact.handle(), origin)));
    }

    /** Forgets what the deletion isn't known to be older than: names go, the Matrix id stays theirs. */
    static Person deleted(Person held, Origin origin) {
        Person next = held.withDeleted(origin)
                .withCreated(held.created().filter(origin::isStaleAgainst))
                .withProfile(held.profile().filter(profile -> origin.isStaleAgainst(profile.origin())));
        return next.isGone() ? next.withSlug(Optional.empty()) : next;
    }

    private static boolean isOld(Origin origin, Optional<Origin> held) {
        return held.filter(origin::isStaleAgainst).isPresent();
    }
}
