package net.openmeet.matrix.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;

/**
 * A small OpenMeet that is alive: people sign up, make groups and events, come, go, are promoted; rooms are renamed, cancelled and
 * deleted; and once in a while it blunders. The same seed tells the same story. One thread at a time.
 */
final class SampleWorld {
    private static final List<String> NAMES = List.of(
            "Ana", "Bo", "Chidi", "Dana", "Elif", "Farid", "Grace", "Hugo", "Iris", "Jun", "Kofi", "Lena", "Mina",
            "Noor");
    private static final List<String> THINGS = List.of(
            "Hikers", "Board games", "Rust evenings", "Choir", "Map reading", "Bouldering", "Book club", "Repair café");
    private static final List<String> VISIBILITIES = List.of("public", "public", "unlisted", "private");
    private static final List<String> GROUP_ROLES = List.of("member", "member", "member", "moderator", "admin");
    private static final List<String> ATTENDEE_ROLES = List.of("participant", "participant", "participant", "speaker");

    private final Random random;
    private final DomainEvents events;
    private final List<Person> people = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final Deque<Event> story = new ArrayDeque<>();
    private int ids;

    private record Person(int id, String slug) {}

    private static final class Place {
        final String kind;
        final int id;
        final String visibility;
        final Set<Person> members = new HashSet<>();
        String slug;
        String name;

        Place(String kind, int id, String name, String visibility) {
            this.kind = kind;
            this.id = id;
            this.name = name;
            this.visibility = visibility;
            this.slug = slug(name, id);
        }
    }

    SampleWorld(String tenant, long seed, Supplier<Instant> clock) {
        random = new Random(seed);
        events = new DomainEvents(tenant, clock);
        for (int i = 0; i < 5; i++) {
            signUp();
        }
        found();
    }

    /** What happens next. */
    Event next() {
        while (story.isEmpty()) {
            happen(random.nextInt(100));
        }
        return story.removeFirst();
    }

    private void happen(int dice) {
        if (dice < 10) {
            signUp();
        } else if (dice < 18 || places.isEmpty()) {
            found();
        } else if (dice < 70) {
            join(any(places));
        } else if (dice < 80) {
            promote(any(places));
        } else if (dice < 90) {
            leave(any(places));
        } else if (dice < 95) {
            rename(any(places));
        } else if (dice < 96) {
            blunder(any(places));
        } else if (places.size() > 3) {
            end(any(places));
        }
    }

    private void signUp() {
        int id = ++ids;
        String name = any(NAMES);
        Person person = new Person(id, slug(name, id));
        people.add(person);
        ObjectNode user = DomainEvents.reference(id, person.slug()).put("displayName", name);
        story.add(events.event("user.created", "user", id, DomainEvents.with("user", user)));
    }

    private void found() {
        int id = ++ids;
        String kind = random.nextBoolean() ? "group" : "event";
        Place place = new Place(kind, id, any(THINGS) + " " + id, any(VISIBILITIES));
        places.add(place);
        story.add(stated(kind + ".created", place, "published"));
        add(place, any(people), kind.equals("group") ? "owner" : "host");
        for (int guests = random.nextInt(4); guests > 0; guests--) {
            join(place);
        }
    }

    private void join(Place place) {
        Person person = any(people);
        if (!place.members.contains(person)) {
            add(place, person, any(place.kind.equals("group") ? GROUP_ROLES : ATTENDEE_ROLES));
        }
    }

    private void add(Place place, Person person, String role) {
        place.members.add(person);
        story.add(member(
                place.kind.equals("group") ? "group.member.joined" : "event.attendee.added", place, person, role));
    }

    private void promote(Place place) {
        if (!place.members.isEmpty()) {
            story.add(member(
                    place.kind.equals("group") ? "group.member.role.changed" : "event.attendee.role.changed",
                    place,
                    any(List.copyOf(place.members)),
                    "moderator"));
        }
    }

    private void leave(Place place) {
        if (place.members.size() > 1) {
            Person person = any(List.copyOf(place.members));
            place.members.remove(person);
            String type = place.kind.equals("group") ? "group.member.left" : "event.attendee.cancelled";
            story.add(member(type, place, person, place.kind.equals("group") ? "member" : "participant"));
        }
    }

    private void rename(Place place) {
        place.name = place.name + " II";
        if (random.nextBoolean()) {
            place.slug = slug(place.name, ++ids);
            story.add(stated(place.kind + ".slug.changed", place, "published"));
        } else {
            story.add(stated(place.kind + ".updated", place, "published"));
        }
    }

    /** A release of OpenMeet that says a word too new for anybody: its event is dead-lettered. */
    private void blunder(Place place) {
        ObjectNode data = DomainEvents.reference(place.id, place.slug)
                .put("name", place.name)
                .put("visibility", "friends-of-friends")
                .put("status", "published");
        story.add(events.event(place.kind + ".updated", place.kind, place.id, DomainEvents.with(place.kind, data)));
    }

    private void end(Place place) {
        if (place.kind.equals("event") && random.nextBoolean()) {
            story.add(stated("event.cancelled", place, "cancelled"));
        } else {
            places.remove(place);
            ObjectNode gone = DomainEvents.reference(place.id, place.slug);
            story.add(events.event(place.kind + ".deleted", place.kind, place.id, DomainEvents.with(place.kind, gone)));
        }
    }

    private Event stated(String type, Place place, String status) {
        ObjectNode data = DomainEvents.reference(place.id, place.slug)
                .put("name", place.name)
                .put("visibility", place.visibility)
                .put("status", status);
        return events.event(type, place.kind, place.id, DomainEvents.with(place.kind, data));
    }

    private Event member(String type, Place place, Person person, String role) {
        ObjectNode data = DomainEvents.with(place.kind, DomainEvents.reference(place.id, place.slug));
        data.set("user", DomainEvents.reference(person.id(), person.slug()));
        data.put("role", role);
        if (place.kind.equals("event")) {
            data.put("status", type.endsWith("cancelled") ? "cancelled" : "confirmed");
        }
        return events.event(type, place.kind, place.id, data);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String slug(String name, int id) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + Integer.toString(id + 1000, 36);
    }
}
