package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A membership says who, in which role and with which status; leaving needs ids only. A person's slug, handle and avatar reach
 * the homeserver only if it would take them.
 */
class DecoderPeopleTest {

    private static final LaneKey EVENT = new LaneKey("ciTenantA", Kind.EVENT, "42");
    private static final LaneKey GROUP = new LaneKey("ciTenantA", Kind.GROUP, "7");
    private static final LaneKey ANA = new LaneKey("ciTenantA", Kind.USER, "9");
    private static final Optional<String> SLUG = Optional.of("ana-k3j2h1");

    @Test
    void aMemberHasARole() {
        assertThat(Sample.of(EventType.GROUP_MEMBER_JOINED).accepted().fact())
                .isEqualTo(new Fact.MemberStated(GROUP, ANA, SLUG, new Standing.GroupMember(GroupRole.OWNER)));
    }

    @Test
    void anAttendeeHasAStatusAndARole() {
        assertThat(Sample.of(EventType.EVENT_ATTENDEE_ADDED).accepted().fact())
                .isEqualTo(new Fact.MemberStated(
                        EVENT, ANA, SLUG, new Standing.Attendee(AttendeeStatus.PENDING, AttendeeRole.SPEAKER)));
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"EVENT_ATTENDEE_ADDED", "EVENT_ATTENDEE_STATUS_CHANGED", "EVENT_ATTENDEE_ROLE_CHANGED"})
    void aMissingOrUnknownWordIsRejectedByName(EventType type) {
        for (String field : List.of("status", "role")) {
            assertThat(Sample.of(type).remove("/data/" + field).rejected()).isEqualTo("missing-field at data." + field);
            assertThat(Sample.of(type).set("/data/" + field, "owner").rejected())
                    .isEqualTo("unknown-value at data." + field);
        }
        assertThat(Sample.of(type).remove("/data/user").rejected()).isEqualTo("missing-field at data.user");
        assertThat(Sample.of(type).remove("/data/user/slug").rejected()).isEqualTo("missing-field at data.user.slug");
        assertThat(Sample.of(type).set("/data/user", 9).rejected()).isEqualTo("wrong-type at data.user");
    }

    @Test
    void theRoomsSlugInAMembershipIsOnlyInformational() {
        Sample sample = Sample.of(EventType.GROUP_MEMBER_JOINED);
        assertThat(sample.set("/data/group/slug", "not a slug").accepted().notices())
                .containsExactly(new Notice(Notice.What.VALUE_IGNORED, "data.group.slug"));
        assertThat(sample.remove("/data/group/slug").accepted().notices()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"GROUP_MEMBER_LEFT", "EVENT_ATTENDEE_CANCELLED", "EVENT_ATTENDEE_REMOVED"})
    void leavingNeedsIdsOnlyAndMeansOutWhateverElseIsSaid(EventType type) {
        // given
        Sample bare = Sample.of(type).remove("/data/user/slug");
        Sample contradictory = Sample.of(type)
                .set("/data/status", "confirmed")
                .set("/data/role", List.of())
                .set("/data/user/slug", "ana-k3j2h1");
        // then
        assertThat(bare.accepted().fact())
                .isEqualTo(new Fact.MemberStated(
                        type.kind() == Kind.GROUP ? GROUP : EVENT, ANA, Optional.empty(), new Standing.Gone()));
        assertThat(contradictory.accepted().fact())
                .isEqualTo(new Fact.MemberStated(
                        type.kind() == Kind.GROUP ? GROUP : EVENT, ANA, SLUG, new Standing.Gone()));
        assertThat(Sample.of(type).remove("/data/user/id").rejected()).isEqualTo("missing-field at data.user.id");
    }

    @Test
    void aSnapshotListsEveryMember() {
        assertThat(Sample.of(EventType.GROUP_MEMBERS_SNAPSHOT).accepted().fact())
                .isEqualTo(new Fact.MembersListed(
                        GROUP,
                        1,
                        1,
                        List.of(new Fact.MembersListed.Listed(ANA, SLUG, new Standing.GroupMember(GroupRole.OWNER)))));
        assertThat(Sample.of(EventType.EVENT_ATTENDEES_SNAPSHOT).accepted().fact())
                .isEqualTo(new Fact.MembersListed(
                        EVENT,
                        2,
                        2,
                        List.of(new Fact.MembersListed.Listed(
                                ANA, SLUG, new Standing.Attendee(AttendeeStatus.CONFIRMED, AttendeeRole.HOST)))));
    }

    @Test
    void anEmptySnapshotMeansNobodyIsIn() {
        assertThat(Sample.of(EventType.GROUP_MEMBERS_SNAPSHOT)
                        .set("/data/members", List.of())
                        .accepted()
                        .fact())
                .isEqualTo(new Fact.MembersListed(GROUP, 1, 1, List.of()));
    }

    @Test
    void aPersonTwiceInOneSnapshotIsRejected() throws Exception {
        // given
        Sample sample = Sample.of(EventType.GROUP_MEMBERS_SNAPSHOT);
        // when
        sample.set(
                "/data/members/-",
                Sample.MAPPER.readTree("{\"user\":{\"id\":\"9\",\"slug\":\"a\"},\"role\":\"member\"}"));
        // then
        assertThat(sample.rejected()).isEqualTo("duplicate-person at data.members[1].user.id");
    }

    @Test
    void aBadLineOfASnapshotIsRejectedByItsIndex() throws Exception {
        Sample sample = Sample.of(EventType.GROUP_MEMBERS_SNAPSHOT);
        sample.set(
                "/data/members/-", Sample.MAPPER.readTree("{\"user\":{\"id\":10,\"slug\":\"bo\"},\"role\":\"host\"}"));
        assertThat(sample.rejected()).isEqualTo("unknown-value at data.members[1].role");
        assertThat(Sample.of(EventType.EVENT_ATTENDEES_SNAPSHOT)
                        .remove("/data/members/0/status")
                        .rejected())
                .isEqualTo("missing-field at data.members[0].status");
        assertThat(Sample.of(EventType.GROUP_MEMBERS_SNAPSHOT)
                        .set("/data/members", List.of(1))
                        .rejected())
                .isEqualTo("wrong-type at data.members[0]");
    }

    @Test
    void aPartMustBeOneOfTheParts() {
        Sample sample = Sample.of(EventType.GROUP_MEMBERS_SNAPSHOT);
        assertThat(sample.set("/data/part", 2).rejected()).isEqualTo("illegal-value at data.part");
        assertThat(sample.set("/data/part", 0).rejected()).isEqualTo("illegal-value at data.part");
        assertThat(sample.set("/data/part", "1").rejected()).isEqualTo("wrong-type at data.part");
        assertThat(sample.set("/data/parts", 10_001).rejected()).isEqualTo("illegal-value at data.parts");
        assertThat(sample.remove("/data/parts").rejected()).isEqualTo("missing-field at data.parts");
    }

    @Test
    void aPersonIsReadWhole() {
        assertThat(Sample.of(EventType.USER_CREATED).accepted().fact())
                .isEqualTo(new Fact.PersonStated(
                        ANA,
                        true,
                        "ana-k3j2h1",
                        Optional.of("Ana Müller"),
                        Optional.of("mxc://openmeet.example/abcDEF")));
    }

    @Test
    void aDisplayNameIsAtMost256CodePointsAsSynapseCounts() {
        // when
        Decoded.Accepted accepted = Sample.of(EventType.USER_UPDATED)
                .set("/data/user/displayName", "é🥾".repeat(200))
                .accepted();
        // then
        assertThat(((Fact.PersonStated) accepted.fact()).displayName()).contains("é🥾".repeat(128));
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.TEXT_CUT, "data.user.displayName"));
    }

    @Test
    void aBlankDisplayNameIsNone() {
        Decoded.Accepted accepted = Sample.of(EventType.USER_UPDATED)
                .set("/data/user/displayName", "  ")
                .accepted();
        assertThat(((Fact.PersonStated) accepted.fact()).displayName()).isEmpty();
        assertThat(Sample.of(EventType.USER_UPDATED)
                        .set("/data/user/displayName", 7)
                        .rejected())
                .isEqualTo("wrong-type at data.user.displayName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://openmeet.net/a.png", "mxc://", "mxc://host", "mxc://host/../x", "mxc://host/a\n", ""})
    void anAvatarThatIsNotMxcIsCountedAndIgnored(String avatar) {
        Decoded.Accepted accepted = Sample.of(EventType.USER_UPDATED)
                .set("/data/user/avatarUrl", avatar)
                .accepted();
        assertThat(((Fact.PersonStated) accepted.fact()).avatar()).isEmpty();
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.AVATAR_IGNORED, "data.user.avatarUrl"));
    }

    @Test
    void aDeletedPersonNeedsIdsOnly() {
        assertThat(Sample.of(EventType.USER_DELETED)
                        .remove("/data/user/slug")
                        .set("/data/user/displayName", 5)
                        .accepted()
                        .fact())
                .isEqualTo(new Fact.PersonDeleted(ANA));
    }

    @Test
    void aHandleIsLowered() {
        assertThat(Sample.of(EventType.MATRIX_HANDLE_REGISTERED)
                        .set("/data/handle", "Ana_ciTenantA")
                        .accepted()
                        .fact())
                .isEqualTo(new Fact.HandleRegistered(ANA, SLUG, "ana_citenanta"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@ana:server", "a b", "anä", "\u212aarl", "İ", "a\u0000", "\ud800", "a~b"})
    void aHandleThatIsNoLocalpartIsRejected(String handle) {
        assertThat(Sample.of(EventType.MATRIX_HANDLE_REGISTERED)
                        .set("/data/handle", handle)
                        .rejected())
                .isEqualTo("illegal-value at data.handle");
    }

    @Test
    void aHandleLeavesRoomForTheServerName() {
        assertThat("@".length() + Limits.HANDLE + ":".length() + Limits.SERVER_NAME)
                .isLessThanOrEqualTo(255);
        assertThat(Sample.of(EventType.MATRIX_HANDLE_REGISTERED)
                        .set("/data/handle", "x".repeat(166))
                        .rejected())
                .isEqualTo("illegal-value at data.handle");
    }
}
