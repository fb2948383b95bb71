package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text that is only too long is cut at a code point and counted. Text that the homeserver would choke on is rejected, and text
 * that people paste, with line breaks and tabs, is made to fit.
 */
class DecoderTextTest {

    private static Fact.RoomStated event(String field, String value) {
        return (Fact.RoomStated) Sample.of(EventType.EVENT_UPDATED)
                .set("/data/event/" + field, value)
                .accepted()
                .fact();
    }

    @Test
    void aLongNameIsCutAtACodePoint() {
        // given
        Sample sample = Sample.of(EventType.EVENT_UPDATED).set("/data/event/name", "x" + "🥾".repeat(2_000));
        // when
        Decoded.Accepted accepted = sample.accepted();
        // then
        assertThat(((Fact.RoomStated) accepted.fact()).name()).isEqualTo("x" + "🥾".repeat(999));
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.TEXT_CUT, "data.event.name"));
    }

    @Test
    void aNameOfExactlyTheLimitIsLeftAlone() {
        Decoded.Accepted accepted = Sample.of(EventType.EVENT_UPDATED)
                .set("/data/event/name", "🥾".repeat(1_000))
                .accepted();
        assertThat(accepted.notices()).isEmpty();
    }

    @Test
    void nameAndDescriptionTogetherFitIntoAStateEventEvenWrittenTwice() {
        // given
        Fact.RoomStated room = (Fact.RoomStated) Sample.of(EventType.EVENT_UPDATED)
                .set("/data/event/name", "🥾".repeat(50_000))
                .set("/data/event/description", "\"".repeat(20_000) + "🥾".repeat(50_000))
                .accepted()
                .fact();
        // when
        String topic = room.name() + room.description().orElseThrow();
        ObjectNode content = Sample.MAPPER.createObjectNode().put("topic", topic);
        content.putObject("m.topic").putArray("m.text").addObject().put("body", topic);
        // then
        assertThat(Sample.bytes(content.toString())).hasSizeLessThan(60_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u001bb", "a\u007fb", "a\u0090b", "a\ud800b", "\udc00", "ends\ud83e"})
    void controlCharactersAndLoneSurrogatesAreRejected(String text) {
        assertThat(Sample.of(EventType.EVENT_UPDATED)
                        .set("/data/event/name", text)
                        .rejected())
                .isEqualTo("illegal-value at data.event.name");
        assertThat(Sample.of(EventType.EVENT_UPDATED)
                        .set("/data/event/description", text)
                        .rejected())
                .isEqualTo("illegal-value at data.event.description");
        assertThat(Sample.of(EventType.USER_UPDATED)
                        .set("/data/user/displayName", text)
                        .rejected())
                .isEqualTo("illegal-value at data.user.displayName");
    }

    @Test
    void lineBreaksAndTabsInANameBecomeOneBlank() {
        // when
        Decoded.Accepted accepted = Sample.of(EventType.EVENT_UPDATED)
                .set("/data/event/name", "Summit\r\n\twalk")
                .accepted();
        // then
        assertThat(((Fact.RoomStated) accepted.fact()).name()).isEqualTo("Summit walk");
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.TEXT_TIDIED, "data.event.name"));
    }

    @Test
    void aDescriptionKeepsItsLines() {
        assertThat(event("description", "a\r\nb\u000bc\td").description()).contains("a\nb\nc\td");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0\u2003"})
    void aBlankNameIsRejected(String name) {
        assertThat(Sample.of(EventType.EVENT_UPDATED)
                        .set("/data/event/name", name)
                        .rejected())
                .isEqualTo("illegal-value at data.event.name");
    }

    @Test
    void rightToLeftTextAndEmojiPass() {
        assertThat(event("name", "טיול 👩‍👩‍👧 ‏יום").name()).isEqualTo("טיול 👩‍👩‍👧 ‏יום");
    }
}
