package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A group or event is stated whole, and everything the homeserver will be told is checked here. Fields that no rule uses can't
 * cost a room its update.
 */
class DecoderRoomTest {

    private static Fact.RoomStated stated(Sample sample) {
        return (Fact.RoomStated) sample.accepted().fact();
    }

    @Test
    void anEventIsReadWhole() {
        assertThat(Sample.of(EventType.EVENT_CREATED).accepted().fact())
                .isEqualTo(new Fact.RoomStated(
                        new LaneKey("ciTenantA", Kind.EVENT, "42"),
                        true,
                        "summit-q1w2e3",
                        "Summit walk",
                        Optional.empty(),
                        Visibility.PRIVATE,
                        RoomStatus.PUBLISHED,
                        Optional.of("7"),
                        Optional.of("2026-12-06T16:00:00+01:00")));
    }

    @Test
    void aGroupIsReadWhole() {
        assertThat(Sample.of(EventType.GROUP_UPDATED).accepted().fact())
                .isEqualTo(new Fact.RoomStated(
                        new LaneKey("ciTenantA", Kind.GROUP, "7"),
                        false,
                        "hikers-x1y2z3",
                        "Hikers 🥾 Köln",
                        Optional.of("Sunday walks"),
                        Visibility.PUBLIC,
                        RoomStatus.PUBLISHED,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void onlyCreatedRevives() {
        assertThat(EventType.values())
                .filteredOn(EventType::isCreation)
                .containsExactly(EventType.GROUP_CREATED, EventType.EVENT_CREATED, EventType.USER_CREATED);
        assertThat(stated(Sample.of(EventType.EVENT_UPDATED)).created()).isFalse();
    }

    @Test
    void aStatusThatIsAbsentOrNullMeansPublished() {
        assertThat(stated(Sample.of(EventType.EVENT_UPDATED).remove("/data/event/status"))
                        .status())
                .isEqualTo(RoomStatus.PUBLISHED);
        assertThat(stated(Sample.of(EventType.EVENT_UPDATED).set("/data/event/status", null))
                        .status())
                .isEqualTo(RoomStatus.PUBLISHED);
    }

    @ParameterizedTest
    @EnumSource(RoomStatus.class)
    void everyStatusOfAnEventIsKnown(RoomStatus status) {
        assertThat(stated(Sample.of(EventType.EVENT_UPDATED).set("/data/event/status", status.word()))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void aGroupIsNeverCancelled() {
        assertThat(Sample.of(EventType.GROUP_UPDATED)
                        .set("/data/group/status", "cancelled")
                        .rejected())
                .isEqualTo("unknown-value at data.group.status");
    }

    @Test
    void aCancelledEventIsCancelledWhateverItsStatusSays() {
        // given
        Sample contradictory = Sample.of(EventType.EVENT_CANCELLED).set("/data/event/status", "published");
        Sample illegal = Sample.of(EventType.EVENT_CANCELLED).set("/data/event/status", "canceled");
        // then
        assertThat(stated(contradictory).status()).isEqualTo(RoomStatus.CANCELLED);
        assertThat(contradictory.accepted().notices()).isEmpty();
        assertThat(stated(illegal).status()).isEqualTo(RoomStatus.CANCELLED);
        assertThat(illegal.accepted().notices())
                .containsExactly(new Notice(Notice.What.VALUE_IGNORED, "data.event.status"));
    }

    @Test
    void sevenAndQuotedSevenAreOneId() {
        assertThat(Sample.of(EventType.EVENT_CREATED)
                        .set("/data/event/id", "42")
                        .accepted()
                        .fact()
                        .subject())
                .isEqualTo(Sample.of(EventType.EVENT_CREATED).accepted().fact().subject());
    }

    @Test
    void theLargestIdIsTheLastThatEveryJsonLibraryKeeps() {
        assertThat(Sample.of(EventType.EVENT_DELETED)
                        .about("ciTenantA/event/9007199254740991")
                        .set("/data/event/id", 9007199254740991L)
                        .accepted()
                        .fact())
                .isEqualTo(new Fact.RoomDeleted(new LaneKey("ciTenantA", Kind.EVENT, "9007199254740991")));
        assertThat(Sample.of(EventType.EVENT_DELETED)
                        .about("ciTenantA/event/9007199254740992")
                        .set("/data/event/id", 9007199254740992L)
                        .rejected())
                .isEqualTo("illegal-value at data.event.id");
    }

    @ParameterizedTest
    @CsvSource({"-1", "4.2", "1e2", "99999999999999999999"})
    void aNumberThatIsNoIdIsRejected(String number) throws Exception {
        assertThat(Sample.of(EventType.EVENT_DELETED)
                        .set("/data/event/id", Sample.MAPPER.readTree(number))
                        .rejected())
                .isEqualTo("illegal-value at data.event.id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a/b", "ä", "0123456789012345678901234567890123456789012345678901234567890123456789"})
    void textThatIsNoIdIsRejected(String id) {
        assertThat(Sample.of(EventType.EVENT_DELETED).set("/data/event/id", id).rejected())
                .isEqualTo("illegal-value at data.event.id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "slug", "name", "visibility"})
    void aMissingFieldIsRejectedByName(String field) {
        Sample sample = Sample.of(EventType.EVENT_UPDATED).remove("/data/event/" + field);
        assertThat(sample.rejected()).isEqualTo("missing-field at data.event." + field);
        assertThat(sample.set("/data/event/" + field, null).rejected())
                .isEqualTo("missing-field at data.event." + field);
        assertThat(sample.set("/data/event/" + field, true).rejected()).isEqualTo("wrong-type at data.event." + field);
    }

    @ParameterizedTest
    @CsvSource({
        "visibility, hidden, unknown-value",
        "visibility, Public, unknown-value",
        "status, done, unknown-value",
        "status, 3, wrong-type",
        "description, 3, wrong-type"
    })
    void anUnknownWordOrTypeIsRejectedByName(String field, String value, String reason) {
        Object json = value.equals("3") ? Integer.valueOf(3) : value;
        assertThat(Sample.of(EventType.EVENT_UPDATED)
                        .set("/data/event/" + field, json)
                        .rejected())
                .isEqualTo(reason + " at data.event." + field);
    }

    @Test
    void anUnknownWordIsQuotedInOnePrintableLine() {
        Decoded decoded = Sample.of(EventType.EVENT_UPDATED)
                .set("/data/event/visibility", "hid\nden\ud800" + "x".repeat(500))
                .decode();
        assertThat(decoded)
                .isEqualTo(new Decoded.Rejected(
                        Optional.of(EventType.EVENT_UPDATED),
                        new Rejection(
                                Rejection.Reason.UNKNOWN_VALUE,
                                "data.event.visibility",
                                "expected one of public, unlisted, private; got hid?den?" + "x".repeat(32))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "#a", "a~b", "a/b", "ü", "a\u0000", "\ud800"})
    void aSlugThatMakesAnIllegalAliasIsRejected(String slug) {
        assertThat(Sample.of(EventType.GROUP_SLUG_CHANGED)
                        .set("/data/group/slug", slug)
                        .rejected())
                .isEqualTo("illegal-value at data.group.slug");
    }

    @Test
    void aSlugHasAtMostAHundredCharacters() {
        assertThat(stated(Sample.of(EventType.GROUP_CREATED).set("/data/group/slug", "J.R_r-" + "x".repeat(94)))
                        .slug())
                .hasSize(100);
        assertThat(Sample.of(EventType.GROUP_CREATED)
                        .set("/data/group/slug", "x".repeat(101))
                        .rejected())
                .isEqualTo("illegal-value at data.group.slug");
    }

    @ParameterizedTest
    @CsvSource({"groupId, a b", "groupId, ''", "endsAt, tomorrow", "endsAt, 2026-12-06T16:00:00", "endsAt, ''"})
    void anIllegalValueInAnUnusedFieldIsCountedAndIgnored(String field, String value) {
        // when
        Decoded.Accepted accepted = Sample.of(EventType.EVENT_UPDATED)
                .set("/data/event/" + field, value)
                .accepted();
        // then
        Fact.RoomStated fact = (Fact.RoomStated) accepted.fact();
        assertThat(field.equals("groupId") ? fact.groupId() : fact.endsAt()).isEmpty();
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.VALUE_IGNORED, "data.event." + field));
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"GROUP_DELETED", "EVENT_DELETED"})
    void aDeletionNeedsIdsOnly(EventType type) {
        String room = "/data/" + type.kind().word();
        assertThat(Sample.of(type)
                        .set(room + "/slug", "not a slug")
                        .set(room + "/visibility", 5)
                        .accepted()
                        .fact())
                .isInstanceOf(Fact.RoomDeleted.class);
        assertThat(Sample.of(type).remove(room + "/slug").accepted().notices()).isEmpty();
        assertThat(Sample.of(type).remove("/data/tenantId").rejected()).isEqualTo("missing-field at data.tenantId");
        assertThat(Sample.of(type).remove(room).rejected())
                .isEqualTo("missing-field at data." + type.kind().word());
    }
}
