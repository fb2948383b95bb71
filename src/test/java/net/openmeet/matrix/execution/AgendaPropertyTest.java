package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.fixture.Noted;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.people.AccountPlanner;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomPlanner;
import net.openmeet.matrix.room.WaitReason;

/**
 * A lane is unconverged exactly if it has an entry on the agenda, whatever is said, answered or stopped in whatever order. What is on
 * the agenda is never forgotten: once the homeserver answers, all of it is done. What is reported of it each second equals a recount
 * of its store.
 */
@Tag("slow")
class AgendaPropertyTest {
    private static final UserId BOT = UserId.parse("@bot_ta:hs.test");
    private static final Policy POLICY = Policy.defaults("ta", BOT);
    private static final Set<WaitReason> CONCLUDED =
            EnumSet.of(WaitReason.LEFT, WaitReason.BANNED, WaitReason.DEAD_LETTERED);

    private static final List<Optional<Answer>> ANSWERS = List.of(
            Optional.empty(),
            Optional.of(new Answer.NotSent("connection refused")),
            Optional.of(new Answer.Lost("timeout")),
            refusal(400, Optional.empty()),
            refusal(401, Optional.of("M_UNKNOWN_TOKEN")),
            refusal(403, Optional.of("M_UNSUPPORTED")),
            refusal(429, Optional.of("M_LIMIT_EXCEEDED")),
            refusal(500, Optional.of("M_UNKNOWN")),
            refusal(502, Optional.empty()));

    private static Optional<Answer> refusal(int status, Optional<String> errcode) {
        return Optional.of(new Answer.Refusal(status, errcode, "no", Optional.empty()));
    }

    /** What may happen next. */
    enum Kind {
        ROOM,
        DRAFT,
        DELETED,
        CREATED,
        COMES,
        GOES,
        HANDLE,
        PERSON_DELETED,
        POKE,
        ANSWERS,
        HOLD,
        ANSWER_ONE,
        RELEASE,
        PASS,
        PASS_LONG,
        RESTART
    }

    /** One thing that happens, to one of three rooms and one of four people. */
    record Step(Kind kind, int room, int person, int choice) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(4, Kind.ROOM),
                Tuple.of(1, Kind.DRAFT),
                Tuple.of(1, Kind.DELETED),
                Tuple.of(1, Kind.CREATED),
                Tuple.of(10, Kind.COMES),
                Tuple.of(4, Kind.GOES),
                Tuple.of(1, Kind.HANDLE),
                Tuple.of(1, Kind.PERSON_DELETED),
                Tuple.of(2, Kind.POKE),
                Tuple.of(6, Kind.ANSWERS),
                Tuple.of(2, Kind.HOLD),
                Tuple.of(3, Kind.ANSWER_ONE),
                Tuple.of(3, Kind.RELEASE),
                Tuple.of(10, Kind.PASS),
                Tuple.of(2, Kind.PASS_LONG),
                Tuple.of(1, Kind.RESTART));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, ANSWERS.size() - 1))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(60);
    }

    @Property(tries = 25)
    void aLaneIsUnconvergedExactlyIfItIsOnTheAgenda(@ForAll("histories") List<Step> history) {
        inFolder(folder -> {
            Run run = new Run(PipelineDriver.of(folder, false, Duration.ofMinutes(5), "ta"));
            try {
                run.begin();
                for (Step step : history) {
                    run.take(step);
                    assertThat(run.scheduled()).as("after %s", step).containsAll(run.unconverged());
                }
                run.homeserverRecovers();
                run.pipeline.pass(Duration.ofHours(1), Duration.ofSeconds(1));
                assertThat(run.scheduled()).isEqualTo(run.unconverged());
                assertThat(run.waitingForUs()).isEmpty();
                assertThat(run.reports).isPositive();
            } finally {
                run.pipeline.close();
            }
        });
    }

    @Example
    void afterARestartTheAgendaIsReadPageByPageAndAllOfItIsDone() {
        inFolder(folder -> {
            // given
            Run run = new Run(PipelineDriver.of(folder, "ta"));
            run.pipeline.homeserver("ta").holds();
            int lanes = 1_100;
            for (int id = 1; id <= lanes; id++) {
                run.room(id, "event.updated", "Hike", "published");
            }
            run.pipeline.settle();
            assertThat(run.scheduled()).hasSize(lanes);

            // when
            run.pipeline = run.pipeline.restarted();
            run.homeserverRecovers();
            run.pipeline.pass(Duration.ofMinutes(10));

            // then
            try {
                assertThat(run.scheduled()).isEmpty();
                for (int id = 1; id <= lanes; id++) {
                    assertThat(run.pipeline.homeserver("ta").matrix().roomsOf("ta/event/" + id))
                            .hasSize(1);
                }
            } finally {
                run.pipeline.close();
            }
        });
    }

    private interface InFolder {
        void run(Path folder);
    }

    private static void inFolder(InFolder test) {
        try {
            Path folder = Files.createTempDirectory("agenda");
            try {
                test.run(folder);
            } finally {
                FolderTree.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One history, and what its stores hold. */
    private static final class Run {
        private PipelineDriver pipeline;
        private int changes;
        private int reports;

        private Run(PipelineDriver pipeline) {
            this.pipeline = pipeline;
        }

        private DomainEvents openmeet() {
            return new DomainEvents("ta", pipeline::now);
        }

        private void room(int id, String type, String name, String status) {
            pipeline.say(openmeet().room(type, id, "e" + id, name, "public", status));
        }

        private void homeserverRecovers() {
            pipeline.homeserver("ta").recovers();
            pipeline.homeserver("ta").release();
        }

        /** Two rooms with a member each, so that what goes wrong goes wrong with something. */
        private void begin() {
            recountWithEachReport();
            for (int room = 1; room <= 2; room++) {
                room(room, "event.created", "Hike", "published");
                pipeline.say(openmeet().attendee("added", room, room, "confirmed", "participant"));
            }
            pipeline.pass(Duration.ofSeconds(4));
        }

        private void take(Step step) {
            int person = step.person();
            switch (step.kind()) {
                case ROOM -> room(step.room(), "event.updated", "Hike " + ++changes, "published");
                case DRAFT -> room(step.room(), "event.updated", "Hike", "draft");
                case CREATED -> room(step.room(), "event.created", "Hike", "published");
                case DELETED -> pipeline.say(openmeet().roomDeleted("event", step.room(), "e" + step.room()));
                case COMES ->
                    pipeline.say(openmeet()
                            .attendee(
                                    "added",
                                    step.room(),
                                    person,
                                    "confirmed",
                                    step.choice() % 3 == 0 ? "speaker" : "participant"));
                case GOES ->
                    pipeline.say(openmeet().attendee("cancelled", step.room(), person, "cancelled", "participant"));
                case HANDLE ->
                    pipeline.say(openmeet().handle(person, "u" + person, step.choice() == 0 ? "bot_ta" : "h" + person));
                case PERSON_DELETED -> pipeline.say(openmeet().personDeleted(person, "u" + person));
                case POKE -> poke(step);
                case ANSWERS -> answers(step.choice());
                case HOLD -> pipeline.homeserver("ta").holds();
                case ANSWER_ONE -> {
                    if (pipeline.homeserver("ta").unanswered() > 0) {
                        pipeline.homeserver("ta").answerOne();
                    }
                }
                case RELEASE -> pipeline.homeserver("ta").release();
                case PASS -> pipeline.pass(Duration.ofMillis(50L + 300L * step.choice()));
                case PASS_LONG -> pipeline.pass(Duration.ofMinutes(1L + step.choice()), Duration.ofSeconds(1));
                case RESTART -> {
                    pipeline = pipeline.restarted();
                    recountWithEachReport();
                }
            }
        }

        private record Group(Optional<WaitReason> reason, boolean backfill) {}

        private void recountWithEachReport() {
            Noted noted = pipeline.noted();
            noted.onReport = () -> {
                List<AgendaEntry> entries = entries();
                Map<Group, List<AgendaEntry>> groups = entries.stream()
                        .collect(Collectors.groupingBy(entry -> new Group(entry.waiting(), entry.backfill())));
                assertThat(noted.waiting)
                        .containsExactlyInAnyOrderElementsOf(groups.entrySet().stream()
                                .map(group -> new Observer.Waits(
                                        group.getKey().reason(),
                                        group.getKey().backfill(),
                                        group.getValue().size(),
                                        group.getValue().stream()
                                                .map(AgendaEntry::since)
                                                .min(Comparator.naturalOrder())
                                                .orElseThrow()))
                                .toList());
                reports++;
            };
        }

        private void poke(Step step) {
            boolean account = step.choice() % 2 == 0;
            pipeline.command(
                    account ? "ta/user/" + step.person() : "ta/event/" + step.room(),
                    new Operation.Poke(
                            account || step.choice() % 3 == 0
                                    ? Optional.empty()
                                    : Optional.of("member:" + step.person()),
                            "retry"));
        }

        /** Either one answer to every write from now on, or a colourful mix for every other call. */
        private void answers(int choice) {
            Random mixed = new Random(31L * choice + changes);
            boolean always = choice % 2 == 1;
            pipeline.homeserver("ta").answers(call -> {
                if (always) {
                    return call instanceof MatrixCall.Read ? Optional.empty() : ANSWERS.get(choice);
                }
                return mixed.nextBoolean() ? Optional.empty() : ANSWERS.get(mixed.nextInt(ANSWERS.size()));
            });
        }

        private Map<String, byte[]> all(Keyspace.Kind kind) {
            Map<String, byte[]> all = new LinkedHashMap<>();
            pipeline.keyspace(kind).scan("", Keyspace.END, Integer.MAX_VALUE, all::put);
            return all;
        }

        /** The lanes on the agenda. The store is keyed by lane, so none has two entries. */
        private Set<String> scheduled() {
            return new TreeSet<>(all(Keyspace.Kind.AGENDA).keySet());
        }

        private List<AgendaEntry> entries() {
            return all(Keyspace.Kind.AGENDA).values().stream()
                    .map(entry -> Json.read(entry, AgendaEntry.class))
                    .toList();
        }

        private List<AgendaEntry> waitingForUs() {
            return entries().stream().filter(Run::isOurs).toList();
        }

        private static boolean isOurs(AgendaEntry entry) {
            return entry.waiting()
                    .filter(reason -> reason.turn() == WaitReason.Turn.OPENMEET)
                    .isEmpty();
        }

        /** The lanes that have something left to do or to wait for, by what is stored of them alone. */
        private Set<String> unconverged() {
            Set<String> lanes = new TreeSet<>();
            all(Keyspace.Kind.LANES).forEach((lane, record) -> {
                if (isUnconverged(LaneKey.parse(lane), Json.read(record, LaneRecord.class))) {
                    lanes.add(lane);
                }
            });
            return lanes;
        }

        private boolean isUnconverged(LaneKey lane, LaneRecord record) {
            boolean waits = record.tally().waiting().keySet().stream().anyMatch(reason -> !CONCLUDED.contains(reason));
            return waits
                    || record.progress().inFlightSince().isPresent()
                    || record.progress().verifyAt().isPresent()
                    || !(plan(lane, record) instanceof Plan.Settled);
        }

        private Plan plan(LaneKey lane, LaneRecord record) {
            if (record.account().isPresent()) {
                return AccountPlanner.plan(lane, record.account().get(), POLICY, pipeline.now())
                        .plan();
            }
            SlotStore slots =
                    new SlotStore(pipeline.keyspace(Keyspace.Kind.SLOTS), pipeline.keyspace(Keyspace.Kind.DIRTY));
            List<MemberSlot> page = slots.page(lane, pipeline.now(), 100);
            boolean later = slots.nextAfter(lane, pipeline.now()).isPresent();
            Plan plan = RoomPlanner.plan(lane, record.room().orElseThrow(), page, later, POLICY, pipeline.now())
                    .plan();
            return later && plan instanceof Plan.Settled ? new Plan.Wait(WaitReason.RETRY, Optional.empty()) : plan;
        }
    }
}
