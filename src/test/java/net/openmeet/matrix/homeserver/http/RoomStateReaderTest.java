package net.openmeet.matrix.homeserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A room's state is read whatever others wrote into it, and in memory that doesn't grow with what we don't keep. A state that
 * isn't whole is not read at all.
 */
class RoomStateReaderTest {
    private static final UserId BOT = MockHomeserver.BOT;

    @Test
    void whatWeSetIsKeptAndTheRestIsNot() throws IOException {
        // when
        Seen.RoomReading reading = read(List.of(
                event(
                        "m.room.create",
                        "",
                        "{'room_version':'12','net.openmeet.lane':'t/event/1','additional_creators':"
                                + "['@c:localhost.test',5]}"),
                event("m.room.name", "", "{'name':'N'}"),
                event("m.room.topic", "", "{'topic':'T','m.topic':{'m.text':[{'body':'T'}]}}"),
                event(
                        "m.room.canonical_alias",
                        "",
                        "{'alias':'#a:localhost.test','alt_aliases':['#b:localhost.test','c']}"),
                event("m.room.join_rules", "", "{'join_rule':'public'}"),
                event("m.room.guest_access", "", "{'guest_access':'forbidden'}"),
                event("m.room.history_visibility", "", "{'history_visibility':'shared'}"),
                event("m.room.power_levels", "", "{'users':{'@u:localhost.test':'50'},'x.unknown':1}"),
                event("m.room.power_levels", "another", "{}"),
                event("m.room.avatar", "", "{'url':'mxc://x/y'}"),
                event("m.room.member", "@u:localhost.test", "{'membership':'ban','reason':'spam'}"),
                event("m.room.member", "@v:localhost.test", "{'membership':'join','reason':7}"),
                event("m.room.member", "garbage", "{'membership':'join'}"),
                event("m.room.member", "@w:localhost.test", "{'membership':'dancing'}"),
                event("m.room.member", "@x:localhost.test", "'no object'")));

        // then
        assertThat(reading.creator()).contains(BOT);
        assertThat(reading.additionalCreators()).containsExactly(UserId.parse("@c:localhost.test"));
        assertThat(reading.lane()).contains("t/event/1");
        assertThat(reading.roomVersion()).isEqualTo("12");
        assertThat(reading.name()).contains("N");
        assertThat(reading.topic()).contains("T");
        assertThat(reading.canonicalAlias()).contains(RoomAlias.parse("#a:localhost.test"));
        assertThat(reading.alternatives()).containsExactly(RoomAlias.parse("#b:localhost.test"));
        assertThat(reading.joinRule()).contains(JoinRule.PUBLIC);
        assertThat(reading.guestsAllowed()).contains(false);
        assertThat(reading.historyVisibility()).contains("shared");
        assertThat(reading.levels().orElseThrow().content().toString())
                .isEqualTo("{\"users\":{\"@u:localhost.test\":\"50\"},\"x.unknown\":1}");
        assertThat(reading.members())
                .isEqualTo(Map.of(
                        UserId.parse("@u:localhost.test"),
                        new Membership(Membership.State.BAN, BOT, Optional.of("spam")),
                        UserId.parse("@v:localhost.test"),
                        new Membership(Membership.State.JOIN, BOT, Optional.empty())));
    }

    @Test
    void aHalfBuiltRoomIsReadAsFarAsItIs() throws IOException {
        // when
        Seen.RoomReading reading = read(List.of(
                event("m.room.create", "", "{'room_version':'11'}"),
                event("m.room.name", "", "{}"),
                event("m.room.join_rules", "", "{'join_rule':'knock'}"),
                event("m.room.canonical_alias", "", "{}")));

        // then
        assertThat(reading)
                .isEqualTo(new Seen.RoomReading(
                        Optional.of(BOT),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        "11",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "null", "[", "[{}", "[{},", "[{}]x", "[{}][]", "[5]", "[{\"type\":\"m.room.name\",]"})
    void aStateThatIsNotWholeIsNotRead(String body) {
        assertThatThrownBy(() -> RoomStateReader.read(stream(body))).isInstanceOf(IOException.class);
    }

    @Test
    void tenThousandMembersComeInOneAnswer() {
        // given
        String body = roomOf(10_000);

        // when
        Answer answer;
        try (var mock = new MockHomeserver()) {
            answer = mock.answer(
                    new MatrixCall.ReadRoom(RoomId.of("!r:localhost.test")), MockHomeserver.json(200, body));
        }

        // then: more than other calls may answer with
        assertThat(body.length()).isGreaterThan((int) AnswerReader.LARGEST);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Good.class,
                        good -> assertThat(((Seen.RoomReading) good.seen()).members())
                                .hasSize(10_000));
    }

    @Test
    void readingCostsAFewBytesAByteAndKeepsOnlyTheMembers() throws IOException {
        // given
        byte[] body = roomOf(10_000).getBytes(StandardCharsets.UTF_8);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RoomStateReader.read(new ByteArrayInputStream(body));

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        Seen.RoomReading reading = RoomStateReader.read(new ByteArrayInputStream(body));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then: in all, most of it garbage at once
        assertThat(reading.members()).hasSize(10_000);
        assertThat(allocated).isLessThan(10L * body.length);
    }

    private static String roomOf(int members) {
        return IntStream.range(0, members)
                .mapToObj(i -> event(
                        "m.room.member",
                        "@person_" + i + "_tenant:localhost.test",
                        "{'membership':'join','displayname':'Person Number " + i + "','avatar_url':null}"))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static Seen.RoomReading read(List<String> events) throws IOException {
        return RoomStateReader.read(stream("[" + String.join(",", events) + "]"));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As Synapse writes one: fields in alphabetical order, so the content comes before the type. */
    private static String event(String type, String key, String content) {
        return ("{'age':1463,'content':%s,'event_id':'$AOVBnDL2xQR_j94xiFH_0cPdYuzqnzuUBMUshQPMWr8',"
                        + "'origin_server_ts':1795344241869,'room_id':'!tWMERBysZGYiZAwtyF:localhost.test',"
                        + "'sender':'%s','state_key':\"%s\",'type':'%s','unsigned':{'age':1463},'user_id':'%s'}")
                .formatted(content, BOT, key, type, BOT)
                .replace('\'', '"');
    }
}
