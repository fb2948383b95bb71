package net.openmeet.matrix.event;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts about who is in a group or event. */
final class MemberFacts {

    private MemberFacts() {}

    /** Somebody's standing. */
    static Fact stated(LaneKey subject, Fields data) {
        Fields user = data.object("user");
        return new Fact.MemberStated(
                subject, person(subject, user), Optional.of(user.slug("slug")), standing(subject, data));
    }

    /** Somebody is out. Only ids matter: what else the data says is not even read, but for a slug if it is sound. */
    static Fact gone(LaneKey subject, Fields data) {
        Fields user = data.object("user");
        return new Fact.MemberStated(
                subject,
                person(subject, user),
                user.unused("slug", Notice.What.VALUE_IGNORED, fields -> fields.slug("slug")),
                new Standing.Gone());
    }

    /** One part of the complete list. */
    static Fact listed(LaneKey subject, Fields data) {
        int parts = data.integer("parts", 1, Limits.PARTS);
        int part = data.integer("part", 1, parts);
        Set<LaneKey> seen = new HashSet<>();
        List<Fact.MembersListed.Listed> members = data.objects("members").stream()
                .map(member -> {
                    Fields user = member.object("user");
                    LaneKey person = person(subject, user);
                    if (!seen.add(person)) {
                        throw Refusal.of(
                                Rejection.Reason.DUPLICATE_PERSON, user.path("id"), "the person is in the list twice");
                    }
                    return new Fact.MembersListed.Listed(
                            person, Optional.of(user.slug("slug")), standing(subject, member));
                })
                .toList();
        return new Fact.MembersListed(subject, part, parts, members);
    }

    private static LaneKey person(LaneKey room, Fields user) {
        return new LaneKey(room.tenant(), Kind.USER, user.id("id"));
    }

    private static Standing standing(LaneKey room, Fields fields) {
        return room.kind() == Kind.GROUP
                ? new Standing.GroupMember(fields.word("role", GroupRole.class))
                : new Standing.Attendee(
                        fields.word("status", AttendeeStatus.class), fields.word("role", AttendeeRole.class));
    }
}
