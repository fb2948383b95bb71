package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People who get another name, another account, or go for good. */
interface PersonStories {
    Town town();

    @Test
    default void aPersonIsCalledWhatOpenMeetCallsThem() {
        // given
        int event = town().announce("private");
        int person = town().attendee(event, "participant");
        town().awaitRoom(event, person);
        town().harness()
                .eventually(() -> assertThat(town().probe().displayName(town().user(person)))
                        .contains("Person " + person));

        // when
        town().publish(town().events().person("user.updated", person, "u" + person, "Ana Müller"));

        // then
        town().harness()
                .eventually(() -> assertThat(town().probe().displayName(town().user(person)))
                        .contains("Ana Müller"));
    }

    @Test
    default void aDeletedPersonIsOutOfEveryRoomAndHasNoName() {
        // given
        int open = town().announce("public");
        int closed = town().announce("private");
        int person = town().attendee(open, "host");
        int other = town().attendee(closed, "participant");
        town().attend(closed, person, "moderator");
        String openRoom = town().awaitRoom(open, person);
        String closedRoom = town().awaitRoom(closed, person, other);
        town().harness()
                .eventually(() -> assertThat(town().probe().displayName(town().user(person)))
                        .isPresent());

        // when
        town().publish(town().events().personDeleted(person, "u" + person));

        // then
        town().awaitInside(openRoom);
        town().awaitInside(closedRoom, other);
        town().awaitLevels(openRoom, Map.of());
        town().awaitLevels(closedRoom, Map.of());
        town().harness()
                .eventually(() -> assertThat(town().probe().displayName(town().user(person)))
                        .isEmpty());
    }

    @Test
    default void aHandleThatComesLaterBringsTheNewIdInBeforeTheOldOneLeaves() {
        // given
        int event = town().announce("private");
        int person = town().attendee(event, "host");
        String room = town().awaitRoom(event, person);
        town().awaitLevels(room, Map.of(person, 90));
        String before = town().user(person);
        String handle = "handle-" + person;
        String now = town().harness().user(handle);
        String bot = town().harness().synapse().botId();

        // when
        town().publish(town().events().handle(person, "u" + person, handle));

        // then
        town().harness().eventually(() -> {
            assertThat(town().probe().joined(room)).containsExactlyInAnyOrder(bot, now);
            assertThat(town().probe().powerLevels(room)).isEqualTo(Map.of(bot, 100, now, 90));
        });
        List<JsonNode> timeline = town().probe().timeline(room);
        assertThat(indexOf(timeline, now, "join")).isLessThan(indexOf(timeline, before, "leave"));
    }

    private static int indexOf(List<JsonNode> timeline, String user, String membership) {
        for (int i = 0; i < timeline.size(); i++) {
            JsonNode event = timeline.get(i);
            if (event.path("state_key").asText().equals(user)
                    && event.path("content").path("membership").asText().equals(membership)) {
                return i;
            }
        }
        throw new AssertionError(user + " has no " + membership);
    }
}
