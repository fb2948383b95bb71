package net.openmeet.matrix.benchmark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.homeserver.UserId;

/** An OpenMeet of many published events and people, who join more and more of them. The same seed tells the same story. */
final class World {
    static final String TENANT = "bench";
    static final UserId BOT = new UserId("openmeet-bot", "openmeet.test");

    private final int rooms;
    private final int people;
    private final Random random;
    private final DomainEvents events = new DomainEvents(TENANT, Instant::now);
    private final Set<Long> joined = new HashSet<>();

    World(long seed, int rooms, int people) {
        this.rooms = rooms;
        this.people = people;
        this.random = new Random(seed);
    }

    /** Every room, and every person with a first membership, which is what makes their account. */
    List<Event> setUp() {
        List<Event> story = new ArrayList<>();
        for (int room = 0; room < rooms; room++) {
            story.add(events.room("event.created", room, "e" + room, "Event " + room, "public", "published"));
        }
        for (int person = 0; person < people; person++) {
            story.add(events.person("user.created", person, "u" + person, "Person " + person));
            story.add(join(person % rooms, person));
        }
        return story;
    }

    /** So many people join, each a room that they aren't in: one call each. */
    List<Event> joins(int count) {
        List<Event> story = new ArrayList<>(count);
        while (story.size() < count) {
            int room = random.nextInt(rooms);
            int person = random.nextInt(people);
            if (!joined.contains(pair(room, person))) {
                story.add(join(room, person));
            }
        }
        return story;
    }

    /** Memberships published once more, as a backfill does. */
    List<Event> again(int count) {
        List<Long> pairs = List.copyOf(joined);
        List<Event> story = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long pair = pairs.get(i % pairs.size());
            story.add(join((int) (pair / people), (int) (pair % people)));
        }
        return story;
    }

    private Event join(int room, int person) {
        joined.add(pair(room, person));
        return events.attendee("added", room, person, "confirmed", "participant");
    }

    private long pair(int room, int person) {
        return (long) room * people + person;
    }
}
