package net.openmeet.matrix.people;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;

/** The people stage for one person without its stores: what is kept, and what was sent. */
final class Ledger implements Memberships {
    private final Map<LaneKey, RoomMembership> memberships = new LinkedHashMap<>();
    private final List<Addressed> sent = new ArrayList<>();
    private Person person = Person.unheardOf(Facts.ANA);

    /** Takes one input, and returns what was sent because of it. */
    List<Addressed> take(PeopleInput input, Policy policy) {
        PeopleFold.Folded folded = PeopleFold.fold(person, this, input, policy);
        person = folded.person();
        folded.memberships().forEach(membership -> memberships.put(membership.room(), membership));
        sent.addAll(folded.operations());
        return folded.operations();
    }

    List<Addressed> take(PeopleInput input) {
        return take(input, Facts.POLICY);
    }

    List<Addressed> news(String localpart, Identity.State state) {
        return take(
                new PeopleInput.Account(new AccountNews(Facts.ANA, Optional.of(localpart), state, Optional.empty())));
    }

    Person person() {
        return person;
    }

    Identity identity() {
        return person.identity();
    }

    List<Addressed> sent() {
        return sent;
    }

    /** The operations for rooms in {@code sent}, by room; more than one for a room keeps the last. */
    static Map<LaneKey, Operation.MemberTold> rooms(List<Addressed> sent) {
        Map<LaneKey, Operation.MemberTold> rooms = new LinkedHashMap<>();
        sent.forEach(addressed -> {
            if (addressed.operation() instanceof Operation.MemberTold told) {
                rooms.put(addressed.lane(), told);
            }
        });
        return rooms;
    }

    /** The operations for the person's account in {@code sent}. */
    static List<Operation.AccountTold> accounts(List<Addressed> sent) {
        return sent.stream()
                .map(Addressed::operation)
                .filter(Operation.AccountTold.class::isInstance)
                .map(Operation.AccountTold.class::cast)
                .toList();
    }

    @Override
    public Optional<RoomMembership> in(LaneKey room) {
        return Optional.ofNullable(memberships.get(room));
    }

    @Override
    public void forEach(Consumer<RoomMembership> visitor) {
        memberships.values().forEach(visitor);
    }
}
