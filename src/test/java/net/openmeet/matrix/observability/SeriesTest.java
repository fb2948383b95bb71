package net.openmeet.matrix.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.RetryReason;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallError;
import net.openmeet.matrix.homeserver.CallListener.Attempt;
import net.openmeet.matrix.homeserver.CallListener.Sender;
import net.openmeet.matrix.homeserver.CallName;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The number of series depends on what is configured, not on what happens: ten thousand rooms and people add none to those that the first
 * ones brought. Neither does a homeserver that makes up error codes, nor whoever publishes events that aren't the contract's.
 */
@Tag("slow")
class SeriesTest {
    private static final int FEW = 100;
    /** Through the whole pipeline; ten thousand would take a minute there, so those are told to what counts. */
    private static final int MORE = 300;

    private static final int MANY = 10_000;
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    private Path state;

    private final PrometheusMeterRegistry registry = MetricsPage.create();
    private final Meters meters = new Meters(registry);
    private final Map<CallName, Integer> answered = new EnumMap<>(CallName.class);
    private int joins;

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void moreRoomsAndPeopleAddNoSeriesWhateverIsAnsweredAndPublished() {
        try (PipelineDriver pipeline = PipelineDriver.metered(state, meters, "ta", "tb")) {
            // given
            DomainEvents openmeet = new DomainEvents("ta", pipeline::now);
            pipeline.homeserver("ta").answers(this::answer);
            happen(pipeline, openmeet, 1, FEW);
            Set<String> series = series();
            assertThat(series)
                    .contains("openmeet_matrix_events_total{outcome=\"accepted\",type=\"event.created\"}")
                    .contains("openmeet_matrix_operations_total{errcode=\"other\",kind=\"join\",outcome=\"rejected\"}")
                    .contains("openmeet_matrix_dead_letters_total{reason=\"refused\",topic=\"operations\"}");

            // when
            happen(pipeline, openmeet, FEW + 1, MORE);

            // then
            Set<String> added = series();
            added.removeAll(series);
            assertThat(added).isEmpty();
            assertThat(joins).isGreaterThan(MORE * 2 / 3);
        }
    }

    @Test
    void tenThousandRoomsAndPeopleAddNoSeries() {
        // given
        try (PipelineDriver pipeline = PipelineDriver.metered(state, meters, "ta", "tb")) {
            Observer.OfTask task = meters.forTask("0_1");
            Observer.OfRepairs repairs = meters.forRepairs("1_1");
            told(task, repairs, 1);
            Set<String> series = series();

            // when
            for (int i = 2; i <= MANY; i++) {
                told(task, repairs, i);
            }

            // then
            assertThat(series()).isEqualTo(series);
            assertThat(pipeline.noted().refused).isEmpty();
        }
    }

    private void told(Observer.OfTask task, Observer.OfRepairs repairs, int i) {
        UserId user = UserId.parse("@u" + i + ":hs.test");
        MatrixCall call = new MatrixCall.Join(RoomId.of("!r" + i + ":hs.test"), user);
        Problem problem = new Problem("reason-" + i, Optional.of("M_" + i), "detail " + i, NOW);
        for (LaneKey lane : List.of(new LaneKey("ta", Kind.EVENT, "e" + i), new LaneKey("tb", Kind.USER, "u" + i))) {
            task.answered(
                    lane,
                    new Plan.Do(call, Target.member(new LaneKey("ta", Kind.USER, "u" + i))),
                    new Outcome.Rejected(failure(i)));
            task.refused(
                    lane,
                    new Refusal(Target.member(new LaneKey("ta", Kind.USER, "u" + i)), Optional.of(call), problem));
            task.retried(lane, RetryReason.TARGET);
            task.stale(lane);
            task.converged(lane, NOW, NOW.plusMillis(i));
            CredentialKey key = CredentialKey.of(lane.tenant(), user);
            repairs.credential(key, Optional.empty(), CredentialState.REPAIRING, NOW, Duration.ZERO);
            repairs.credential(
                    key, Optional.of(CredentialState.REPAIRING), CredentialState.VALID, NOW, Duration.ofMillis(i));
        }
        meters.calls()
                .ended(new Attempt(
                        "ta",
                        "POST /rooms/{room}/join",
                        Sender.USER,
                        OptionalInt.of(600 + i),
                        Optional.of("M_NO_" + i),
                        CallError.of(call, refusal(403, Optional.of("!r" + i))),
                        Duration.ofMillis(i)));
    }

    private static Outcome.Failure failure(int i) {
        return new Outcome.Failure(403, Optional.of("!room" + i + ":hs.test"), "no");
    }

    /** A room each with a person of its own, and what else anybody might write. */
    private void happen(PipelineDriver pipeline, DomainEvents openmeet, int first, int last) {
        for (int i = first; i <= last; i++) {
            pipeline.say(openmeet.room("event.created", i, "e" + i, "Hike " + i, "public", "published"));
            pipeline.say(openmeet.attendee("added", i, i, "confirmed", "participant"));
            if (i % 10 == 0) {
                odd(pipeline, i);
            }
        }
        pipeline.pass(Duration.ofMinutes(5), Duration.ofSeconds(2));
    }

    private void odd(PipelineDriver pipeline, int i) {
        DomainEvents strange = new DomainEvents("stranger" + i, pipeline::now);
        pipeline.say(strange.room("event.created", i, "e" + i, "Hike", "public", "published"));
        pipeline.say(strange.event("starred.by.u" + i, "event", i, DomainEvents.object()));
        DomainEvents.Event theirs = strange.room("event.updated", i, "e" + i, "Hike", "public", "published");
        pipeline.say(("ta/event/" + i).getBytes(UTF_8), theirs.json().getBytes(UTF_8));
        pipeline.say(("ta/event/" + i).getBytes(UTF_8), ("{ ta" + i).getBytes(UTF_8));
        pipeline.rawCommand("ta/event/" + i + "/no", "{\"op\":\"poke\"}".getBytes(UTF_8));
    }

    /** One join and one display name in three fail, each time in another way, with an error code that was never seen before. */
    private Optional<Answer> answer(MatrixCall call) {
        CallName name = CallName.of(call);
        int count = answered.merge(name, 1, Integer::sum);
        boolean fails = count % 3 == 1 && (name == CallName.JOIN || name == CallName.PUT_DISPLAY_NAME);
        Optional<Answer> answer = fails ? Optional.of(refusal(count)) : Optional.empty();
        joins += call instanceof MatrixCall.Join && answer.isEmpty() ? 1 : 0;
        meters.calls()
                .ended(new Attempt(
                        "ta",
                        "POST /" + name.word(),
                        Sender.USER,
                        answer.isEmpty() ? OptionalInt.of(200) : OptionalInt.of(600 + count),
                        answer.map(ignored -> "M_NO_" + count),
                        answer.flatMap(its -> CallError.of(call, its)),
                        Duration.ofMillis(count)));
        return answer;
    }

    private static Answer refusal(int count) {
        Optional<String> errcode = Optional.of("!room" + count + ":hs.test");
        return switch (count / 3 % 5) {
            case 0 -> refusal(403, errcode);
            case 1 -> refusal(500, errcode);
            case 2 -> refusal(404, Optional.empty());
            case 3 -> new Answer.Lost("timeout " + count);
            default -> refusal(400, errcode);
        };
    }

    private static Answer refusal(int status, Optional<String> errcode) {
        return new Answer.Refusal(status, errcode, "no", Optional.empty());
    }

    /** What is scraped, without the values. */
    private Set<String> series() {
        Set<String> series = new TreeSet<>();
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .forEach(series::add);
        return series;
    }
}
