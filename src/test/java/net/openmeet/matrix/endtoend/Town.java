package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.MatrixProbe;

/** One tenant as a test tells of it: what OpenMeet publishes for it, and what the homeserver then has of it. */
final class Town {
    private final Harness harness;
    private final String tenant;
    private final DomainEvents events;

    Town(Harness harness, String tenant) {
        this.harness = harness;
        this.tenant = tenant;
        events = new DomainEvents(tenant, Instant::now);
    }

    Harness harness() {
        return harness;
    }

    MatrixProbe probe() {
        return harness.probe();
    }

    DomainEvents events() {
        return events;
    }

    int newId() {
        return harness.newId();
    }

    void publish(Event... news) {
        harness.publish(news);
    }

    /** A new event with a room, called {@code Event 9} with slug {@code e9}. */
    int announce(String visibility) {
        int event = newId();
        announce(event, visibility);
        return event;
    }

    void announce(int event, String visibility) {
        publish(events.room("event.created", event, "e" + event, "Event " + event, visibility, "published"));
    }

    /** The event as it now is. */
    void restate(int event, String visibility, String status) {
        publish(events.room("event.updated", event, "e" + event, "Event " + event, visibility, status));
    }

    /** A new person, who has a slug like {@code u9}. */
    int person() {
        int person = newId();
        publish(events.person("user.created", person, "u" + person, "Person " + person));
        return person;
    }

    /** A new person, confirmed for the event. */
    int attendee(int event, String role) {
        int person = person();
        attend(event, person, role);
        return person;
    }

    void attend(int event, int person, String role) {
        publish(events.attendee("added", event, person, "confirmed", role));
    }

    void changeRole(int event, int person, String role) {
        publish(events.attendee("role.changed", event, person, "confirmed", role));
    }

    void remove(int event, int person) {
        publish(events.attendee("removed", event, person, "confirmed", "participant"));
    }

    /** The user id of a person without a registered handle. */
    String user(int person) {
        return harness.user("u" + person + "_" + tenant.toLowerCase(Locale.ROOT));
    }

    /** The alias of an event's first slug. */
    String alias(int event) {
        return alias("e" + event);
    }

    String alias(String slug) {
        return harness.alias("event-" + slug + "-" + tenant);
    }

    String lane(String kind, int id) {
        return tenant + "/" + kind + "/" + id;
    }

    /** The room of an event's first slug, which must be there. */
    String room(int event) {
        return harness.room("event-e" + event + "-" + tenant);
    }

    /** The rooms that the bot is in and that name this lane, by their marker. */
    List<String> roomsOf(String lane) {
        return probe().joinedRooms().stream()
                .filter(room -> probe().state(room, "m.room.create")
                        .filter(content ->
                                content.path("net.openmeet.lane").asText().equals(lane))
                        .isPresent())
                .toList();
    }

    /** Waits until exactly these people and the bot are in the event's room, and answers which room that is. */
    String awaitRoom(int event, int... people) {
        harness.eventually(() -> assertInside(room(event), people));
        return room(event);
    }

    void awaitInside(String room, int... people) {
        harness.eventually(() -> assertInside(room, people));
    }

    void assertInside(String room, int... people) {
        Set<String> inside = new TreeSet<>(Set.of(harness.synapse().botId()));
        Arrays.stream(people).mapToObj(this::user).forEach(inside::add);
        assertThat(probe().joined(room)).isEqualTo(inside);
    }

    /** Waits until exactly these people have levels, beside the bot. */
    void awaitLevels(String room, Map<Integer, Integer> levels) {
        Map<String, Integer> wanted = new TreeMap<>();
        levels.forEach((person, level) -> wanted.put(user(person), level));
        harness.eventually(() -> {
            Map<String, Integer> seen = new TreeMap<>(probe().powerLevels(room));
            seen.remove(harness.synapse().botId());
            assertThat(seen).isEqualTo(wanted);
        });
    }

    /** Somebody with an account whom OpenMeet doesn't know. */
    String stranger() {
        String localpart = "stranger-" + newId();
        probe().actor().register(localpart).orFail();
        return harness.user(localpart);
    }
}
