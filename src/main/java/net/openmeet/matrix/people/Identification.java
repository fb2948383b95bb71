package net.openmeet.matrix.people;

import java.util.Optional;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Policy;

/** Who a person is on the homeserver, by what is known of them and the tenant's policy. */
final class Identification {
    private Identification() {}

    /** {@code person} with the identity they should have; its version counts up if it differs from the one they had. */
    static Person of(Person person, Policy policy) {
        Person next = derive(person, policy);
        Identity held = next.identity();
        Identity wanted = next.isGone() ? gone(held) : alive(next, held);
        return wanted.equals(held) ? next : next.withIdentity(newer(wanted));
    }

    /** {@code held} with what its account came to, one version on if that is new. */
    static Identity withState(Identity held, Identity.State state) {
        return held.state() == state
                ? held
                : new Identity(held.version() + 1, held.localpart(), held.registered(), state);
    }

    /** Whether rooms see no difference: who registered a handle is the account's concern. */
    static boolean sameToRooms(Identity one, Identity other) {
        return one.localpart().equals(other.localpart()) && one.state() == other.state();
    }

    private static Identity newer(Identity identity) {
        return new Identity(identity.version() + 1, identity.localpart(), identity.registered(), identity.state());
    }

    /** The policy only decides whether somebody new gets a derived id: who has one keeps it, since rooms know them by it. */
    private static Person derive(Person person, Policy policy) {
        boolean may = policy.identities() == Policy.Identities.REGISTERED_OR_DERIVED;
        if (!may
                || !person.account()
                || person.isGone()
                || person.handle().isPresent()
                || person.derived().isPresent()) {
            return person;
        }
        return person.profile()
                .map(Person.Profile::slug)
                .or(person::slug)
                .map(slug ->
                        person.withDerived(Localparts.derived(slug, person.key().tenant(), policy.server())))
                .orElse(person);
    }

    private static Identity gone(Identity held) {
        return new Identity(held.version(), held.localpart(), held.registered(), Identity.State.GONE);
    }

    private static Identity alive(Person person, Identity held) {
        boolean registered = person.handle().isPresent();
        Optional<String> localpart =
                person.handle().map(Person.Handle::localpart).or(person::derived);
        return new Identity(held.version(), localpart, registered, state(localpart, registered, held));
    }

    private static Identity.State state(Optional<String> localpart, boolean registered, Identity held) {
        if (localpart.isEmpty()) {
            return Identity.State.NO_HANDLE;
        }
        if (!localpart.equals(held.localpart())) {
            return Identity.State.NO_ACCOUNT;
        }
        return switch (held.state()) {
            case NO_HANDLE, NO_ACCOUNT, GONE -> Identity.State.NO_ACCOUNT;
            case PRESENT -> Identity.State.PRESENT;
            // Registering a handle may settle whose account it is.
            case REFUSED -> registered == held.registered() ? Identity.State.REFUSED : Identity.State.NO_ACCOUNT;
        };
    }
}
