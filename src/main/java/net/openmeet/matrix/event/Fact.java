package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** What one domain event says, as resulting state: each fact is an upsert, never a delta. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.RoomStated.class, name = "room"),
    @JsonSubTypes.Type(value = Fact.RoomDeleted.class, name = "room-deleted"),
    @JsonSubTypes.Type(value = Fact.MemberStated.class, name = "member"),
    @JsonSubTypes.Type(value = Fact.MembersListed.class, name = "members-listed"),
    @JsonSubTypes.Type(value = Fact.PersonStated.class, name = "person"),
    @JsonSubTypes.Type(value = Fact.PersonDeleted.class, name = "person-deleted"),
    @JsonSubTypes.Type(value = Fact.HandleRegistered.class, name = "handle")
})
public sealed interface Fact {

    /** The aggregate the fact is about: the domain event's subject. */
    LaneKey subject();

    /** A fact about a group or event itself. */
    sealed interface OfRoom extends Fact permits RoomStated, RoomDeleted {}

    /** A fact about a person's account. */
    sealed interface OfPerson extends Fact permits PersonStated, PersonDeleted, HandleRegistered {}

    /**
     * A group or event as it now is.
     *
     * @param created whether this is a {@code .created} event, the only one that revives a deleted id
     * @param status published where OpenMeet sends none
     * @param groupId the group an event belongs to: kept and shown, used when spaces come
     * @param endsAt as OpenMeet wrote it (RFC 3339)
     */
    record RoomStated(
            LaneKey subject,
            boolean created,
            String slug,
            String name,
            Optional<String> description,
            Visibility visibility,
            RoomStatus status,
            Optional<String> groupId,
            Optional<String> endsAt)
            implements OfRoom {}

    /** A group or event is gone for good, unless it is created again. */
    record RoomDeleted(LaneKey subject) implements OfRoom {}

    /**
     * A person's standing in a group or event.
     *
     * @param person the person's own key, {@code tenant/user/9}
     * @param slug the person's slug, absent where the event needs ids only
     */
    record MemberStated(LaneKey subject, LaneKey person, Optional<String> slug, Standing standing) implements Fact {}

    /**
     * One part of the complete list of a room's members; who is in no part and has no newer fact is out.
     *
     * @param part from 1 to {@code parts}
     */
    record MembersListed(LaneKey subject, int part, int parts, List<Listed> members) implements Fact {

        /** One line of the list. */
        public record Listed(LaneKey person, Optional<String> slug, Standing standing) {}
    }

    /**
     * A person as they now are.
     *
     * @param avatar an {@code mxc://} address; other addresses never get here
     */
    record PersonStated(
            LaneKey subject, boolean created, String slug, Optional<String> displayName, Optional<String> avatar)
            implements OfPerson {}

    /** A person's account at OpenMeet is gone for good, unless it is created again. */
    record PersonDeleted(LaneKey subject) implements OfPerson {}

    /**
     * A person's Matrix handle was registered with OpenMeet.
     *
     * @param handle the localpart of their Matrix user id
     */
    record HandleRegistered(LaneKey subject, Optional<String> slug, String handle) implements OfPerson {}
}
