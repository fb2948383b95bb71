package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The CloudEvent types of the contract. Each has a JSON Schema of its name in {@code schema/}. */
public enum EventType {
    /** A group was made. */
    GROUP_CREATED(Kind.GROUP, "group.created"),
    /** A group changed. */
    GROUP_UPDATED(Kind.GROUP, "group.updated"),
    /** A group has another slug. */
    GROUP_SLUG_CHANGED(Kind.GROUP, "group.slug.changed"),
    /** A group is gone. */
    GROUP_DELETED(Kind.GROUP, "group.deleted"),
    /** An event was made. */
    EVENT_CREATED(Kind.EVENT, "event.created"),
    /** An event changed. */
    EVENT_UPDATED(Kind.EVENT, "event.updated"),
    /** An event has another slug. */
    EVENT_SLUG_CHANGED(Kind.EVENT, "event.slug.changed"),
    /** An event won't take place. */
    EVENT_CANCELLED(Kind.EVENT, "event.cancelled"),
    /** An event is gone. */
    EVENT_DELETED(Kind.EVENT, "event.deleted"),
    /** Somebody joined a group. */
    GROUP_MEMBER_JOINED(Kind.GROUP, "group.member.joined"),
    /** Somebody's role in a group changed. */
    GROUP_MEMBER_ROLE_CHANGED(Kind.GROUP, "group.member.role.changed"),
    /** Somebody left a group. */
    GROUP_MEMBER_LEFT(Kind.GROUP, "group.member.left"),
    /** Somebody answered an event's invitation. */
    EVENT_ATTENDEE_ADDED(Kind.EVENT, "event.attendee.added"),
    /** Somebody's answer changed. */
    EVENT_ATTENDEE_STATUS_CHANGED(Kind.EVENT, "event.attendee.status.changed"),
    /** Somebody's role at an event changed. */
    EVENT_ATTENDEE_ROLE_CHANGED(Kind.EVENT, "event.attendee.role.changed"),
    /** Somebody won't come. */
    EVENT_ATTENDEE_CANCELLED(Kind.EVENT, "event.attendee.cancelled"),
    /** Somebody was taken off an event. */
    EVENT_ATTENDEE_REMOVED(Kind.EVENT, "event.attendee.removed"),
    /** A group's complete list of members. */
    GROUP_MEMBERS_SNAPSHOT(Kind.GROUP, "group.members.snapshot"),
    /** An event's complete list of attendees. */
    EVENT_ATTENDEES_SNAPSHOT(Kind.EVENT, "event.attendees.snapshot"),
    /** A person signed up. */
    USER_CREATED(Kind.USER, "user.created"),
    /** A person's profile changed. */
    USER_UPDATED(Kind.USER, "user.updated"),
    /** A person is gone. */
    USER_DELETED(Kind.USER, "user.deleted"),
    /** A person has a Matrix account under a name of its own. */
    MATRIX_HANDLE_REGISTERED(Kind.USER, "matrix.handle.registered"),
    /** The service itself says something, to see whether its room follows. */
    CANARY_UPDATED(Kind.CANARY, "canary.updated");

    private static final String PREFIX = "net.openmeet.";

    private static final Map<String, EventType> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::word, Function.identity()));

    private final Kind kind;
    private final String word;

    EventType(Kind kind, String suffix) {
        this.kind = kind;
        this.word = PREFIX + suffix;
    }

    /** The CloudEvent's {@code type}. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The type without what all have in common, for a metric's label: {@code group.created}. */
    public String shortWord() {
        return word.substring(PREFIX.length());
    }

    /** The kind of aggregate its subject must be. */
    public Kind kind() {
        return kind;
    }

    /** Whether it is a {@code .created} of an aggregate, the only type that revives a deleted id. */
    public boolean isCreation() {
        return this == GROUP_CREATED || this == EVENT_CREATED || this == USER_CREATED;
    }

    /** The type of that name, or empty for one the contract doesn't have. */
    public static Optional<EventType> ofWord(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
