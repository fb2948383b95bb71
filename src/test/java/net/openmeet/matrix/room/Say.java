package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.AttendeeRole;
import net.openmeet.matrix.event.AttendeeStatus;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.UserId;

/** What OpenMeet says to one lane, each word newer than the one before. */
final class Say {
    private final LaneKey lane;
    private long offset;

    Say(String lane) {
        this.lane = LaneKey.parse(lane);
    }

    static UserId user(int person) {
        return UserId.parse("@p" + person + ":hs.test");
    }

    static LaneKey person(int id) {
        return LaneKey.parse("t/user/" + id);
    }

    Origin origin() {
        return origin(++offset, Optional.empty());
    }

    Origin origin(long at, Optional<String> snapshot) {
        return new Origin(
                "domain-events",
                3,
                at,
                Instant.parse("2026-11-22T09:00:00Z").plusSeconds(at),
                Optional.empty(),
                snapshot,
                Optional.of("e-" + at),
                Optional.empty());
    }

    Operation.RoomTold room(String slug, Visibility visibility, RoomStatus status) {
        return room(false, slug, "Hikers", visibility, status);
    }

    Operation.RoomTold room(boolean created, String slug, String name, Visibility visibility, RoomStatus status) {
        return new Operation.RoomTold(
                new Fact.RoomStated(
                        lane,
                        created,
                        slug,
                        name,
                        Optional.empty(),
                        visibility,
                        status,
                        Optional.empty(),
                        Optional.empty()),
                origin());
    }

    Operation.RoomTold open(String slug) {
        return room(slug, Visibility.PUBLIC, RoomStatus.PUBLISHED);
    }

    Operation.RoomTold closed(String slug) {
        return room(slug, Visibility.PRIVATE, RoomStatus.PUBLISHED);
    }

    Operation.RoomTold created(String slug) {
        return room(true, slug, "Hikers", Visibility.PUBLIC, RoomStatus.PUBLISHED);
    }

    Operation.RoomTold deleted() {
        return new Operation.RoomTold(new Fact.RoomDeleted(lane), origin());
    }

    static Identity present(int person) {
        return identity(1, "p" + person, Identity.State.PRESENT);
    }

    static Identity identity(long version, String localpart, Identity.State state) {
        return new Identity(version, Optional.of(localpart), false, state);
    }

    Operation.MemberTold told(int person, Standing standing, Identity identity) {
        return new Operation.MemberTold(person(person), Optional.of(new Operation.Told(standing, origin())), identity);
    }

    Operation.MemberTold member(int person, GroupRole role) {
        return told(person, new Standing.GroupMember(role), present(person));
    }

    Operation.MemberTold member(int person) {
        return member(person, GroupRole.MEMBER);
    }

    Operation.MemberTold attendee(int person, AttendeeStatus status, AttendeeRole role) {
        return told(person, new Standing.Attendee(status, role), present(person));
    }

    Operation.MemberTold gone(int person) {
        return told(person, new Standing.Gone(), present(person));
    }

    static Operation.MemberTold known(int person, Identity identity) {
        return new Operation.MemberTold(person(person), Optional.empty(), identity);
    }

    Operation.MembersListed listed(Integer... people) {
        return new Operation.MembersListed(1, 1, ids(people), origin());
    }

    static List<String> ids(Integer... people) {
        return Arrays.stream(people).map(String::valueOf).toList();
    }

    static Operation.Poke resync() {
        return new Operation.Poke(Optional.empty(), "resync");
    }
}
