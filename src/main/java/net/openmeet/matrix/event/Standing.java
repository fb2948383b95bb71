package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What OpenMeet says of a person in a group or event. Facts, not results: whether that lets them chat is policy. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "as")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Standing.GroupMember.class, name = "member"),
    @JsonSubTypes.Type(value = Standing.Attendee.class, name = "attendee"),
    @JsonSubTypes.Type(value = Standing.Gone.class, name = "gone")
})
public sealed interface Standing {

    /** A member of a group, with their role. */
    record GroupMember(GroupRole role) implements Standing {}

    /** An attendee of an event, with status and role. */
    record Attendee(AttendeeStatus status, AttendeeRole role) implements Standing {}

    /** Left, removed or cancelled: out, whatever role and status say. */
    record Gone() implements Standing {}
}
