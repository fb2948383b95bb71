package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;

/**
 * In whatever order and however often one partition's facts arrive, each room ends at the newest of them, and at the newest identity.
 * The person ends as they would have ended in order.
 */
class PeopleFoldPropertyTest {
    private static final List<LaneKey> ROOMS = List.of(Facts.EVENT, Facts.GROUP, LaneKey.parse("ciTenantA/event/43"));

    /** A fact without its place in the partition. */
    interface Draft {
        PeopleInput at(Origin origin);
    }

    @Provide
    Arbitrary<List<Draft>> history() {
        Arbitrary<Draft> join = Arbitraries.of(ROOMS).map(room -> origin -> Facts.member(room, Facts.COMING, origin));
        Arbitrary<Draft> leave = Arbitraries.of(ROOMS).map(room -> origin -> Facts.member(room, Facts.GONE, origin));
        Arbitrary<Draft> create =
                Arbitraries.of("Ana", "Bo").map(n -> origin -> Facts.created("ana-k3j2h1", n, origin));
        Arbitrary<Draft> update =
                Arbitraries.of("Ana", "Bo").map(n -> origin -> Facts.updated("ana-k3j2h1", n, origin));
        Arbitrary<Draft> delete = Arbitraries.just(Facts::deleted);
        Arbitrary<Draft> handle = Arbitraries.of("ana_cia", "ana").map(name -> origin -> Facts.handle(name, origin));
        return Arbitraries.frequencyOf(
                        Tuple.of(6, join),
                        Tuple.of(3, leave),
                        Tuple.of(2, create),
                        Tuple.of(2, update),
                        Tuple.of(1, delete),
                        Tuple.of(1, handle))
                .list()
                .ofMaxSize(14);
    }

    @Property(tries = 3000)
    void everyRoomEndsAtTheNewestStandingAndIdentity(@ForAll("history") List<Draft> history, @ForAll long seed) {
        // given
        List<PeopleInput> inputs = inOrder(history);
        List<PeopleInput> shuffled = new ArrayList<>(inputs);
        shuffled.addAll(inputs);
        Collections.shuffle(shuffled, new Random(seed));

        // when
        Ledger straight = played(inputs);
        Ledger mixed = played(shuffled);

        // then
        assertThat(standings(mixed)).isEqualTo(standings(straight));
        assertThat(mixed.identity().state() == Identity.State.GONE)
                .isEqualTo(straight.identity().state() == Identity.State.GONE);
        assertThat(mixed.person().profile()).isEqualTo(straight.person().profile());
        assertThat(mixed.person().handle()).isEqualTo(straight.person().handle());
        rooms(mixed).values().forEach(room -> {
            assertThat(room.identity().localpart()).isEqualTo(mixed.identity().localpart());
            assertThat(room.identity().state()).isEqualTo(mixed.identity().state());
        });
    }

    @Property(tries = 1000)
    void whatIsToldToARoomOnlyGetsNewer(@ForAll("history") List<Draft> history, @ForAll long seed) {
        // given
        List<PeopleInput> shuffled = new ArrayList<>(inOrder(history));
        Collections.shuffle(shuffled, new Random(seed));

        // when
        Ledger ledger = played(shuffled);

        // then
        Map<LaneKey, Long> version = new HashMap<>();
        Map<LaneKey, Long> offset = new HashMap<>();
        ledger.sent().forEach(addressed -> {
            if (addressed.operation() instanceof Operation.MemberTold told) {
                Long before = version.put(addressed.lane(), told.identity().version());
                assertThat(told.identity().version()).isGreaterThanOrEqualTo(before == null ? 0 : before);
                told.told().ifPresent(standing -> {
                    Long earlier =
                            offset.put(addressed.lane(), standing.origin().offset());
                    assertThat(standing.origin().offset()).isGreaterThan(earlier == null ? -1 : earlier);
                });
            }
        });
    }

    private static List<PeopleInput> inOrder(List<Draft> history) {
        List<PeopleInput> inputs = new ArrayList<>();
        history.forEach(draft -> inputs.add(draft.at(Facts.at(inputs.size()))));
        return inputs;
    }

    private static Ledger played(List<PeopleInput> inputs) {
        Ledger ledger = new Ledger();
        inputs.forEach(ledger::take);
        return ledger;
    }

    /** Who ends up in, by room: a room that never heard of a person and one that heard they are out are alike. */
    private static Map<LaneKey, Standing> standings(Ledger ledger) {
        Map<LaneKey, Standing> standings = new HashMap<>();
        rooms(ledger).forEach((room, told) -> {
            Standing standing = told.told().orElseThrow().standing();
            if (!(standing instanceof Standing.Gone)) {
                standings.put(room, standing);
            }
        });
        return standings;
    }

    /** What each room holds: the last standing and the last identity it was told. */
    private static Map<LaneKey, Operation.MemberTold> rooms(Ledger ledger) {
        Map<LaneKey, Operation.MemberTold> rooms = new HashMap<>();
        ledger.sent().forEach(addressed -> {
            if (addressed.operation() instanceof Operation.MemberTold told) {
                Optional<Operation.Told> held =
                        Optional.ofNullable(rooms.get(addressed.lane())).flatMap(Operation.MemberTold::told);
                rooms.put(
                        addressed.lane(),
                        new Operation.MemberTold(told.person(), told.told().or(() -> held), told.identity()));
            }
        });
        return rooms;
    }
}
