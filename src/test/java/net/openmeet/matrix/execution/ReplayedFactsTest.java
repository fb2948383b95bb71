package net.openmeet.matrix.execution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.Replayed;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of each replayed domain event the ledger says what became of it, once, whichever stage knows. One that something newer has overtaken
 * changes nothing.
 */
class ReplayedFactsTest {
    private static final String LANE = "ta/event/42";

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

    private DomainEvents.Event room(String name) {
        return openmeet.room("event.updated", 42, "e42", name, "public", "published");
    }

    private DomainEvents.Event attends(int user) {
        return openmeet.attendee("added", 42, user, "confirmed", "participant");
    }

    private void poison() {
        pipeline.say(LANE.getBytes(UTF_8), "{".getBytes(UTF_8));
    }

    /** As if letter 7 were of the record that first stood at {@code offset}. */
    private void replay(DomainEvents.Event event, long offset) {
        replay(event.key(), event.json(), offset);
    }

    private void replay(String key, String value, long offset) {
        pipeline.replay(
                key.getBytes(UTF_8),
                value.getBytes(UTF_8),
                Replayed.headers(
                        pipeline,
                        new Coordinates(Topics.DOMAIN_EVENTS_DEAD_LETTER, 0, 7),
                        Optional.of(new Coordinates(Topics.DOMAIN_EVENTS, 0, offset))));
        pipeline.settle();
    }

    private List<String> fates() {
        return Replayed.fates(pipeline);
    }

    @Test
    void aCorrectedEventWithNothingNewerIsTaken() {
        // given
        poison();

        // when
        replay(room("Hike"), 0);

        // then
        assertThat(fates()).containsExactly("7 taken");
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Hike Chat");
    }

    @Test
    void aCorrectedEventIsSupersededByTheNewerOneAndCostsNoCall() {
        // given
        poison();
        pipeline.say(room("Newer"));
        pipeline.settle();
        homeserver.forgetCalls();

        // when
        replay(room("Hike"), 0);

        // then
        assertThat(fates()).containsExactly("7 superseded openmeet.domain-events/0/1");
        assertThat(homeserver.calls()).isEmpty();
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Newer Chat");
    }

    @Test
    void whatIsStillWrongIsRejectedWithOneNewLetter() {
        // given
        poison();
        pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER);

        // when
        replay(LANE, "{", 0);

        // then
        assertThat(fates()).containsExactly("7 rejected bad-json");
        assertThat(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER)).hasSize(1);
    }

    @Test
    void ofATypeThatNobodyKnowsNothingBecomes() {
        // when
        replay(openmeet.event("event.liked", "event", 42, DomainEvents.object()), 0);

        // then
        assertThat(fates()).containsExactly("7 nothing");
    }

    @Test
    void aMembershipIsToldOfOnceWhoeverKnows() {
        // given
        poison();
        pipeline.say(room("Hike"));

        // when
        replay(attends(9), 0);

        // then
        assertThat(fates()).containsExactly("7 taken");
        assertThat(homeserver.matrix().roomOf(LANE).joined()).contains("u9_ta");

        // when
        pipeline.say(attends(9));
        replay(attends(9), 0);

        // then
        assertThat(fates()).containsExactly("7 superseded openmeet.domain-events/0/2");
    }

    @Test
    void aMembershipFromBeforeTheRoomWasDeletedIsSupersededByThat() {
        // given
        poison();
        pipeline.say(room("Hike"));
        pipeline.say(openmeet.roomDeleted("event", 42, "e42"));
        pipeline.settle();

        // when
        replay(attends(9), 0);

        // then
        assertThat(fates()).containsExactly("7 superseded openmeet.domain-events/0/2");
    }

    @Test
    void aCompleteListIsToldOfOnceForAllItsMembers() {
        // given
        pipeline.say(room("Hike"));
        poison();

        // when
        replay(openmeet.attendees("s1", 42, 1, 1, List.of(1, 2, 3)), 1);

        // then
        assertThat(fates()).containsExactly("7 taken");
        assertThat(homeserver.matrix().roomOf(LANE).joined()).contains("u1_ta", "u2_ta", "u3_ta");

        // when
        replay(openmeet.attendees("s1", 42, 1, 1, List.of(1)), 1);

        // then
        assertThat(fates()).containsExactly("7 superseded openmeet.domain-events/0/1");
    }

    @Test
    void aPersonsNameIsTakenOrSuperseded() {
        // given
        poison();

        // when
        replay(openmeet.person("user.updated", 9, "u9", "Ana"), 0);
        replay(openmeet.person("user.updated", 9, "u9", "Anna"), 0);

        // then
        assertThat(fates()).containsExactly("7 taken", "7 superseded openmeet.domain-events/0/0");
    }

    @Test
    void whatOnlyLooksLikeAReplayIsTakenAsAnyOther() {
        // when
        pipeline.say(
                LANE.getBytes(UTF_8),
                room("Hike").json().getBytes(UTF_8),
                Replayed.headers(pipeline, new Coordinates(Topics.DOMAIN_EVENTS_DEAD_LETTER, 0, 7), Optional.empty()));
        pipeline.settle();

        // then
        assertThat(fates()).isEmpty();
    }
}
