package net.openmeet.matrix.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Facts about a group or event itself. */
final class RoomFacts {

    /** OpenMeet has no cancelled groups, nor is a canary ever. */
    private static final List<RoomStatus> OF_GROUPS =
            List.of(RoomStatus.DRAFT, RoomStatus.PENDING, RoomStatus.PUBLISHED);

    private RoomFacts() {}

    static Fact stated(EventType type, LaneKey subject, Fields room) {
        return new Fact.RoomStated(
                subject,
                type.isCreation(),
                room.slug("slug"),
                room.line("name", Limits.NAME),
                room.optional("description", fields -> fields.paragraphs("description", Limits.DESCRIPTION)),
                room.word("visibility", Visibility.class),
                status(type, room),
                subject.kind() == Kind.EVENT
                        ? room.unused("groupId", Notice.What.VALUE_IGNORED, fields -> fields.id("groupId"))
                        : Optional.empty(),
                subject.kind() == Kind.EVENT
                        ? room.unused("endsAt", Notice.What.VALUE_IGNORED, RoomFacts::endsAt)
                        : Optional.empty());
    }

    /** The type says cancelled whatever the data says; else a missing status means published. */
    private static RoomStatus status(EventType type, Fields room) {
        if (type == EventType.EVENT_CANCELLED) {
            List<RoomStatus> all = Arrays.asList(RoomStatus.values());
            room.unused("status", Notice.What.VALUE_IGNORED, fields -> fields.word("status", all));
            return RoomStatus.CANCELLED;
        }
        List<RoomStatus> allowed = type.kind() == Kind.EVENT ? Arrays.asList(RoomStatus.values()) : OF_GROUPS;
        return room.optional("status", fields -> fields.word("status", allowed)).orElse(RoomStatus.PUBLISHED);
    }

    private static String endsAt(Fields room) {
        String text = room.string("endsAt");
        Origins.time(text, room.path("endsAt"));
        return text;
    }
}
