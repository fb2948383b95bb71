package net.openmeet.matrix.people;

import java.util.Optional;
import net.openmeet.matrix.room.Operation;

/** When a person's account lane has to be told something, and what. */
final class AccountWish {
    private AccountWish() {}

    /** What to tell the lane after {@code held} became {@code next}; absent as long as there is no account to speak of. */
    static Optional<Operation.AccountTold> news(Person held, Person next) {
        if (next.isGone()) {
            return held.account() && !held.isGone() ? Optional.of(of(next)) : Optional.empty();
        }
        boolean first = !held.account();
        return next.account() && (first || !of(held).equals(of(next))) ? Optional.of(of(next)) : Optional.empty();
    }

    private static Operation.AccountTold of(Person person) {
        Optional<Person.Profile> shown = person.isGone() ? Optional.empty() : person.profile();
        return new Operation.AccountTold(
                person.identity(), shown.flatMap(Person.Profile::displayName), shown.flatMap(Person.Profile::avatar));
    }
}
