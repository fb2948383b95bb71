package net.openmeet.matrix.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each change at the homeserver and each dead letter is one line, with fields that keep their names, and nothing that is only tried again is
 * one. No line, at any level, holds what people wrote: names, descriptions and e-mail addresses, in events or in a homeserver's answers.
 */
@Tag("slow")
class ChangeLinesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String E_MAIL = "ana.sutera@mail.example";
    private static final String NAME = "Secret Picnic";
    private static final String DISPLAY_NAME = "Ana Sutera";

    @TempDir
    Path state;

    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, "ta");
        homeserver = pipeline.homeserver("ta");
        openmeet = new DomainEvents("ta", pipeline::now);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void named(String name) {
        DomainEvents.Event event = openmeet.room("event.updated", 42, "e42", name, "public", "published");
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", ("00-" + TRACE + "-" + SPAN + "-01").getBytes(StandardCharsets.UTF_8));
        pipeline.say(
                event.key().getBytes(StandardCharsets.UTF_8), event.json().getBytes(StandardCharsets.UTF_8), headers);
    }

    private void comes(int user) {
        pipeline.say(openmeet.attendee("added", 42, user, "confirmed", "participant"));
    }

    private void answersNames(Answer answer) {
        homeserver.answers(call -> call instanceof MatrixCall.PutState put && put.state() instanceof RoomState.Name
                ? Optional.of(answer)
                : Optional.empty());
    }

    private static List<JsonNode> json(LogLines lines) {
        return lines.as("json").stream()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .toList();
    }

    private static List<String> messages(LogLines lines) {
        return json(lines).stream().map(line -> line.path("message").asText()).toList();
    }

    private static List<String> names(JsonNode line) {
        return line.propertyStream().map(Map.Entry::getKey).toList();
    }

    @Test
    void eachChangeIsOneLineWithItsFields() {
        try (LogLines lines = new LogLines(Level.INFO)) {
            // when
            named(NAME);
            pipeline.settle();
            comes(7);
            pipeline.settle();

            // then
            assertThat(messages(lines))
                    .containsExactlyInAnyOrder(
                            "create-room applied", "register applied", "put-claim applied", "join applied");
            JsonNode made = json(lines).getFirst();
            assertThat(names(made))
                    .containsExactlyInAnyOrder(
                            "@timestamp",
                            "@version",
                            "message",
                            "logger_name",
                            "thread_name",
                            "level",
                            "level_value",
                            "service",
                            "tenant",
                            "lane",
                            "slot",
                            "attribute",
                            "call",
                            "outcome",
                            "attempt",
                            "event_id",
                            "trace_id",
                            "span_id");
            assertThat(made.path("logger_name").asText()).isEqualTo("net.openmeet.matrix.changes");
            assertThat(made.path("tenant").asText()).isEqualTo("ta");
            assertThat(made.path("lane").asText()).isEqualTo("ta/event/42");
            assertThat(made.path("slot").asText()).isEqualTo("room");
            assertThat(made.path("call").asText()).isEqualTo("create-room");
            assertThat(made.path("outcome").asText()).isEqualTo("applied");
            assertThat(made.path("attempt").asInt()).isEqualTo(1);
            assertThat(made.path("event_id").asText()).isEqualTo("sample-1");
            assertThat(made.path("trace_id").asText()).isEqualTo(TRACE);
            assertThat(made.path("span_id").asText()).isEqualTo(SPAN);
        }
    }

    @Test
    void onATerminalALineIsShort() {
        try (LogLines lines = new LogLines(Level.INFO)) {
            named(NAME);
            pipeline.settle();
            comes(7);
            pipeline.settle();
            assertThat(lines.as("text"))
                    .anySatisfy(
                            line -> assertThat(line)
                                    .endsWith(
                                            "INFO  changes          join applied lane=ta/event/42 slot=member:7 event_id=sample-2"))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(160));
        }
    }

    @Test
    void noRetryIsALine() {
        // given
        named(NAME);
        comes(7);
        pipeline.settle();
        answersNames(new Answer.Refusal(404, Optional.empty(), "proxy", Optional.empty()));
        try (LogLines lines = new LogLines(Level.INFO)) {
            // when
            named("Another");
            pipeline.pass(Duration.ofMinutes(1));
            homeserver.recovers();
            pipeline.pass(Duration.ofMinutes(5));

            // then
            List<JsonNode> ofNames = json(lines).stream()
                    .filter(line -> line.path("attribute").asText().equals("name"))
                    .toList();
            assertThat(ofNames).hasSize(1);
            assertThat(ofNames.getFirst().path("outcome").asText()).isEqualTo("applied");
            assertThat(ofNames.getFirst().path("attempt").asInt()).isGreaterThan(2);
        }
    }

    @Test
    void aBackfillIsToldAtDebugOnly() {
        try (LogLines lines = new LogLines(Level.INFO)) {
            pipeline.say(openmeet.attendees("s1", 42, 1, 1, List.of(1, 2, 3)));
            named(NAME);
            pipeline.settle();
            assertThat(messages(lines)).contains("create-room applied").doesNotContain("register applied");
        }
    }

    @Test
    void aDeadLetterIsAWarning() {
        // given
        named(NAME);
        comes(7);
        pipeline.settle();
        answersNames(new Answer.Refusal(413, Optional.of("M_TOO_LARGE"), "too large", Optional.empty()));
        try (LogLines lines = new LogLines(Level.INFO)) {
            // when
            named("Another");
            pipeline.pass(Duration.ofMinutes(5));

            // then
            List<JsonNode> warnings = json(lines).stream()
                    .filter(line -> line.path("level").asText().equals("WARN"))
                    .toList();
            assertThat(warnings).hasSize(1);
            JsonNode warning = warnings.getFirst();
            assertThat(warning.path("message").asText()).isEqualTo("Dead-lettered ta/event/42#room: refused");
            assertThat(warning.path("attribute").asText()).isEqualTo("name");
            assertThat(warning.path("errcode").asText()).isEqualTo("M_TOO_LARGE");
            assertThat(warning.path("reason").asText()).isEqualTo("refused");
            assertThat(warning.path("call").asText()).isEqualTo("put-state");
            assertThat(warning.path("trace_id").asText()).isEqualTo(TRACE);
        }
    }

    @Test
    void aDomainEventThatIsDeadLetteredIsNamedButNotQuoted() {
        try (LogLines lines = new LogLines(Level.INFO)) {
            pipeline.say(openmeet.room("event.created", 42, "e42", NAME, E_MAIL, "published"));
            JsonNode warning = json(lines).getFirst();
            assertThat(warning.path("message").asText())
                    .isEqualTo(
                            "Dead-lettered domain event openmeet.domain-events/0/0: unknown-value in data.event.visibility");
            assertThat(warning.path("tenant").asText()).isEqualTo("ta");
            assertThat(warning.path("lane").asText()).isEqualTo("ta/event/42");
            assertThat(warning.path("event_id").asText()).isEqualTo("sample-1");
            assertThat(warning.path("reason").asText()).isEqualTo("unknown-value");
            assertThat(warning.path("field").asText()).isEqualTo("data.event.visibility");
            assertThat(lines.as("json").toString()).doesNotContain(E_MAIL, NAME);
        }
    }

    @Test
    void aKeyThatIsNoSubjectIsInNoLine() {
        try (LogLines lines = new LogLines(Level.INFO)) {
            pipeline.say((E_MAIL + "/event/1").getBytes(StandardCharsets.UTF_8), "{".getBytes(StandardCharsets.UTF_8));
            JsonNode warning = json(lines).getFirst();
            assertThat(warning.path("reason").asText()).isEqualTo("bad-json");
            assertThat(warning.has("lane")).isFalse();
            assertThat(lines.as("json").toString()).doesNotContain(E_MAIL);
        }
    }

    @Test
    void whatPeopleWroteIsInNoLine() {
        try (LogLines lines = new LogLines(Level.TRACE)) {
            // given
            String quoted = "No: " + E_MAIL + " " + DISPLAY_NAME + " " + NAME;
            pipeline.say(openmeet.person("user.created", 7, "ana", DISPLAY_NAME));
            named(NAME);
            comes(7);
            pipeline.settle();

            // when
            answersNames(new Answer.Refusal(413, Optional.of(quoted), quoted, Optional.empty()));
            named(NAME + " " + E_MAIL);
            pipeline.pass(Duration.ofMinutes(5));
            homeserver.answers(
                    MatrixCall.Join.class, new Answer.Refusal(502, Optional.of("M_UNKNOWN"), quoted, Optional.empty()));
            comes(8);
            pipeline.pass(Duration.ofMinutes(1));
            homeserver.throwsOn(MatrixCall.Join.class::isInstance);
            comes(9);
            pipeline.pass(Duration.ofMinutes(1));
            pipeline.say("ta/event/43".getBytes(StandardCharsets.UTF_8), quoted.getBytes(StandardCharsets.UTF_8));

            // then
            assertThat(lines.events()).hasSizeGreaterThan(10);
            for (String format : List.of("json", "text")) {
                assertThat(lines.as(format))
                        .allSatisfy(line -> assertThat(line).doesNotContain(E_MAIL, DISPLAY_NAME, NAME));
            }
        }
    }

    @Test
    void aFailureOfOursIsShownWithoutItsWords() {
        // given
        Throwable failure = new IllegalStateException(NAME, new IllegalArgumentException(E_MAIL));
        try (LogLines lines = new LogLines(Level.INFO)) {
            // when
            org.slf4j.LoggerFactory.getLogger("net.openmeet.matrix.changes").error("It broke", Unspoken.of(failure));

            // then
            for (String format : List.of("json", "text")) {
                String all = String.join("\n", lines.as(format));
                assertThat(all)
                        .contains("IllegalStateException", "IllegalArgumentException", "ChangeLinesTest")
                        .doesNotContain(NAME, E_MAIL);
            }
        }
    }
}
