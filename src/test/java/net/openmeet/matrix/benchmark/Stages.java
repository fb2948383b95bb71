package net.openmeet.matrix.benchmark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.benchmark.Latency.Probe;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;

/** Rooms and people for the latency of each kind of fact: a room or a person of its own for each sample. */
final class Stages {
    private final DomainEvents events = new DomainEvents(World.TENANT, Instant::now);

    /** What has to be there before: for each kind that needs it a room with a member, and a person. */
    List<Event> setUp(int samples) {
        List<Event> story = new ArrayList<>();
        for (Fact fact : Fact.values()) {
            for (int sample = 0; sample < samples; sample++) {
                int id = id(fact, sample);
                if (fact != Fact.ROOM_CREATED) {
                    story.add(room("created", id, "Event " + id));
                }
                if (fact == Fact.ROLE_CHANGED || fact == Fact.MEMBER_OUT || fact == Fact.PERSON_RENAMED) {
                    story.add(events.person("user.created", id, "u" + id, "Person " + id));
                    story.add(events.attendee("added", id, id, "confirmed", "participant"));
                }
            }
        }
        return story;
    }

    /** @param rooms room ids by key */
    Probe probe(Fact fact, int sample, Map<String, String> rooms) {
        int id = id(fact, sample);
        String room = rooms.getOrDefault(World.TENANT + "/event/" + id, "no room");
        String person = "u" + id + "_" + World.TENANT;
        return switch (fact) {
            case ROOM_CREATED -> new Probe(fact, room("created", id, "Event"), "event-e" + id + "-" + World.TENANT);
            case ROOM_RENAMED -> new Probe(fact, room("updated", id, "Another name"), room);
            case MEMBER_JOINED ->
                // Whoever is a member where roles change has an account.
                new Probe(
                        fact,
                        events.attendee("added", id, id(Fact.ROLE_CHANGED, sample), "confirmed", "participant"),
                        room);
            case NEW_PERSON -> new Probe(fact, events.attendee("added", id, id, "confirmed", "participant"), person);
            case ROLE_CHANGED -> new Probe(fact, events.attendee("role.changed", id, id, "confirmed", "speaker"), room);
            case MEMBER_OUT -> new Probe(fact, events.attendee("removed", id, id, "confirmed", "participant"), room);
            case PERSON_RENAMED -> new Probe(fact, events.person("user.updated", id, "u" + id, "Renamed"), person);
        };
    }

    private Event room(String type, int id, String name) {
        return events.room("event." + type, id, "e" + id, name, "public", "published");
    }

    private static int id(Fact fact, int sample) {
        return fact.ids() + sample;
    }
}
