package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.openmeet.matrix.json.Json;

/**
 * Whatever bytes arrive, the decoder answers: it never throws, never lets through what a homeserver would choke on, and says
 * which field is wrong. A failure prints jqwik's seed and the record's own, either of which repeats it.
 */
@Tag("slow")
class DecoderFuzzTest {

    private static final Pattern FIELD =
            Pattern.compile("key|value|headers\\.[a-z.-]+|[a-z0-9_]+|data(\\.[A-Za-z]+(\\[\\d+])?)+");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,400}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern LOCALPART = Pattern.compile("[a-z0-9._=/+-]{1,165}");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f-]{55}");

    private final Decoder decoder = new Decoder();
    private final List<Sample> sound =
            Arrays.stream(EventType.values()).map(Sample::of).toList();

    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    @Property(tries = 100_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void everyRecordIsAcceptedSoundlyOrSkippedOrRejectedByName(@ForAll long seed) {
        // given
        IncomingRecord record = new Mutator(sound, new SplittableRandom(seed)).next();
        // when
        boolean replayed =
                record.headers().stream().anyMatch(header -> header.name().startsWith("openmeet.replay."));
        Decoded decoded = replayed ? decoder.decodeReplayed(record) : decoder.decode(record);
        // then
        switch (decoded) {
            case Decoded.Accepted accepted -> {
                checkFact(accepted.fact(), new String(record.key().orElseThrow(), StandardCharsets.UTF_8));
                checkOrigin(accepted.origin(), replayed);
                assertThat(Json.read(Json.write(accepted.fact()), Fact.class)).isEqualTo(accepted.fact());
                assertThat(Json.read(Json.write(accepted.origin()), Origin.class))
                        .isEqualTo(accepted.origin());
            }
            case Decoded.Skipped skipped -> {
                assertThat(skipped.type()).matches(PRINTABLE);
                assertThat(EventType.ofWord(skipped.type())).isEmpty();
            }
            case Decoded.Rejected rejected -> {
                assertThat(rejected.rejection().field()).matches(FIELD);
                assertThat(rejected.rejection().message()).matches(PRINTABLE);
            }
        }
        // Neither all noise nor all sound: the mutations must reach the rules behind the envelope.
        Statistics.label("outcome").collect(name(decoded)).coverage(coverage -> {
            coverage.check("accepted").percentage(share -> share > 10);
            coverage.check("rejected").percentage(share -> share > 30);
            coverage.check("skipped").percentage(share -> share > 0.5);
        });
        Statistics.label("rejected for").collect(reason(decoded)).coverage(coverage -> {
            for (Rejection.Reason reason : List.of(
                    Rejection.Reason.NULL_VALUE,
                    Rejection.Reason.BAD_JSON,
                    Rejection.Reason.NOT_A_CLOUDEVENT,
                    Rejection.Reason.UNSUPPORTED_SPECVERSION,
                    Rejection.Reason.UNSUPPORTED_CONTENT_TYPE,
                    Rejection.Reason.MISSING_FIELD,
                    Rejection.Reason.WRONG_TYPE,
                    Rejection.Reason.ILLEGAL_VALUE,
                    Rejection.Reason.UNKNOWN_VALUE,
                    Rejection.Reason.WRONG_KEY,
                    Rejection.Reason.MISMATCH,
                    Rejection.Reason.DUPLICATE_PERSON,
                    Rejection.Reason.BAD_REPLAY_ORIGIN)) {
                coverage.check(reason.word()).count(count -> count > 20);
            }
        });
    }

    private static String name(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Accepted accepted -> "accepted";
            case Decoded.Skipped skipped -> "skipped";
            case Decoded.Rejected rejected -> "rejected";
        };
    }

    private static String reason(Decoded decoded) {
        return decoded instanceof Decoded.Rejected rejected
                ? rejected.rejection().reason().word()
                : "none";
    }

    private static void checkOrigin(Origin origin, boolean replayed) {
        if (replayed) {
            // The mutator bends these headers, too: any sound coordinates will do.
            assertThat(origin.topic()).matches("[A-Za-z0-9._-]+");
            assertThat(origin.partition()).isNotNegative();
            assertThat(origin.offset()).isNotNegative();
        } else {
            assertThat(new Coordinates(origin.topic(), origin.partition(), origin.offset()))
                    .isEqualTo(Sample.AT);
        }
        assertClean(origin.eventId(), 256);
        assertClean(origin.snapshot(), 128);
        assertThat(origin.traceparent().map(text -> TRACEPARENT.matcher(text).matches()))
                .isNotEqualTo(Optional.of(false));
        assertThat(origin.sequence().map(number -> number.signum() >= 0)).isNotEqualTo(Optional.of(false));
    }

    private static void checkFact(Fact fact, String key) {
        assertThat(fact.subject()).hasToString(key);
        assertThat(fact.subject().tenant()).matches(ID);
        assertThat(fact.subject().id()).matches(ID);
        switch (fact) {
            case Fact.RoomStated room -> {
                assertThat(room.subject().isRoom()).isTrue();
                assertThat(room.slug()).matches(SLUG);
                assertThat(room.name()).isNotBlank();
                assertClean(Optional.of(room.name()), 1_000);
                assertClean(room.description().map(text -> text.replaceAll("[\\n\\t]", "")), 5_000);
                assertThat(room.groupId().map(id -> ID.matcher(id).matches())).isNotEqualTo(Optional.of(false));
                assertThat(room.subject().kind() == Kind.GROUP && room.status() == RoomStatus.CANCELLED)
                        .isFalse();
            }
            case Fact.RoomDeleted deleted ->
                assertThat(deleted.subject().isRoom()).isTrue();
            case Fact.MemberStated member ->
                checkMember(fact.subject(), member.person(), member.slug(), member.standing());
            case Fact.MembersListed list -> {
                assertThat(list.part()).isBetween(1, list.parts());
                assertThat(list.members().stream().map(Fact.MembersListed.Listed::person))
                        .doesNotHaveDuplicates();
                list.members()
                        .forEach(member ->
                                checkMember(fact.subject(), member.person(), member.slug(), member.standing()));
            }
            case Fact.PersonStated person -> {
                assertThat(person.subject().isRoom()).isFalse();
                assertThat(person.slug()).matches(SLUG);
                assertClean(person.displayName(), 256);
                assertThat(person.avatar().map(avatar -> avatar.startsWith("mxc://")))
                        .isNotEqualTo(Optional.of(false));
            }
            case Fact.PersonDeleted deleted ->
                assertThat(deleted.subject().isRoom()).isFalse();
            case Fact.HandleRegistered registered -> {
                assertThat(registered.subject().isRoom()).isFalse();
                assertThat(registered.handle()).matches(LOCALPART);
            }
        }
    }

    private static void checkMember(LaneKey room, LaneKey person, Optional<String> slug, Standing standing) {
        assertThat(person.kind()).isEqualTo(Kind.USER);
        assertThat(person.tenant()).isEqualTo(room.tenant());
        assertThat(person.id()).matches(ID);
        assertThat(slug.map(text -> SLUG.matcher(text).matches())).isNotEqualTo(Optional.of(false));
        switch (standing) {
            case Standing.GroupMember member -> assertThat(room.kind()).isEqualTo(Kind.GROUP);
            case Standing.Attendee attendee -> assertThat(room.kind()).isEqualTo(Kind.EVENT);
            case Standing.Gone gone -> assertThat(room.isRoom()).isTrue();
        }
    }

    /** No control character, no half character, not too long; checked otherwise than the decoder does it. */
    private static void assertClean(Optional<String> text, int limit) {
        text.ifPresent(shown -> {
            assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(shown);
            assertThat(shown).doesNotContainPattern("\\p{Cc}");
            assertThat(shown.codePointCount(0, shown.length())).isLessThanOrEqualTo(limit);
        });
    }
}
