package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.RoomView;

/** The rooms of a homeserver that {@link SteadyChanges} are about, as they are and as was said. */
final class SaidRooms {
    private final MatrixSimulator homeserver;
    private final String tenant;

    SaidRooms(MatrixSimulator homeserver, String tenant) {
        this.homeserver = homeserver;
        this.tenant = tenant;
    }

    /** What each room shows, by lane. */
    Map<String, SteadyChanges.Said> shown() {
        return homeserver.rooms().stream().collect(Collectors.toMap(SaidRooms::lane, this::shown));
    }

    /** What each has to show, by lane. */
    Map<String, SteadyChanges.Said> wanted(List<SteadyChanges.Said> said) {
        Map<String, SteadyChanges.Said> wanted = new TreeMap<>();
        for (int room = 0; room < said.size(); room++) {
            wanted.put(tenant + "/event/" + room, said.get(room));
        }
        return wanted;
    }

    /** The round that each room is named after, by its id. */
    Map<String, Integer> rounds() {
        return homeserver.rooms().stream().collect(Collectors.toMap(RoomView::roomId, SaidRooms::round));
    }

    private SteadyChanges.Said shown(RoomView room) {
        Set<String> people = new TreeSet<>(room.joined());
        assertThat(people.remove(homeserver.botId())).isTrue();
        return new SteadyChanges.Said(
                round(room),
                people.stream()
                        .map(user -> Integer.parseInt(user.substring(2, user.indexOf('_'))))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static int round(RoomView room) {
        return SteadyChanges.round(
                room.content("m.room.name").orElseThrow().path("name").asText());
    }

    static String lane(RoomView room) {
        return room.content("m.room.create")
                .orElseThrow()
                .path("net.openmeet.lane")
                .asText();
    }
}
