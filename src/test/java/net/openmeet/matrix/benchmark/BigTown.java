package net.openmeet.matrix.benchmark;

import java.time.Instant;
import java.util.function.Consumer;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;

/**
 * Very many events with a few people each, told event by event without holding the story in memory. The same numbers tell the same
 * story, but for its times. All ids begin with {@link #MARK} and have eight digits, so that {@link StateCopies} finds them in what is stored.
 *
 * @param rooms how many
 * @param members in each
 */
record BigTown(int rooms, int members) {
    static final String TENANT = "big";
    /** What the ids of the story begin with. */
    static final String MARK = "7700";

    private static final int FIRST = 77_000_000;
    /** A person is in so many of them. */
    private static final int ROOMS_A_PERSON = 20;

    int people() {
        return Math.max(members + 1, rooms * members / ROOMS_A_PERSON);
    }

    int memberships() {
        return rooms * members;
    }

    /** All of it: people first, then each room with its members. */
    void tell(DomainEvents openmeet, Consumer<Event> to) {
        for (int person = 0; person < people(); person++) {
            to.accept(openmeet.person("user.created", FIRST + person, "u" + (FIRST + person), "Person " + person));
        }
        for (int room = 0; room < rooms; room++) {
            to.accept(openmeet.room(
                    "event.created", FIRST + room, "e" + (FIRST + room), "Event " + room, "public", "published"));
            for (int seat = 0; seat < members; seat++) {
                to.accept(attendance(openmeet, room, seat));
            }
        }
    }

    /** Somebody who isn't in the room yet joins it: the {@code newcomer}th. */
    Event newcomer(DomainEvents openmeet, int room, int newcomer) {
        return attendance(openmeet, room, members + newcomer);
    }

    /** Seats of a room are neighbours in the row of people, so that no seat is taken twice by one person. */
    private Event attendance(DomainEvents openmeet, int room, int seat) {
        int person = (int) ((room * 7919L * members + seat) % people());
        return openmeet.attendee("added", FIRST + room, FIRST + person, "confirmed", "participant");
    }

    static DomainEvents openmeet() {
        return new DomainEvents(TENANT, Instant::now);
    }
}
