package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of a deleted event, and how it comes back. */
interface DeletionStories {
    Town town();

    @Test
    default void aDeletedRoomIsEmptyClosedAndHasNoAliasButTheBotStays() {
        // given
        int event = town().announce("public");
        int host = town().attendee(event, "host");
        int participant = town().attendee(event, "participant");
        String room = town().awaitRoom(event, host, participant);
        String stranger = town().stranger();
        town().probe().actAs(stranger).join(room).orFail();

        // when
        town().publish(town().events().roomDeleted("event", event, "e" + event));

        // then
        town().awaitInside(room);
        town().awaitLevels(room, Map.of());
        town().harness().eventually(() -> {
            assertThat(town().probe().joinRule(room)).contains("invite");
            assertThat(town().probe().isListed(room)).isFalse();
            assertThat(town().probe().localAliases(room)).isEmpty();
            assertThat(town().probe().roomByAlias(town().alias(event))).isEmpty();
        });
    }

    @Test
    default void whatIsCreatedAgainStartsWithEverybodyOut() {
        // given
        int event = town().announce("private");
        int before = town().attendee(event, "host");
        int again = town().attendee(event, "participant");
        String room = town().awaitRoom(event, before, again);
        town().publish(town().events().roomDeleted("event", event, "e" + event));
        town().awaitInside(room);

        // when
        town().publish(town().events()
                .room("event.created", event, "e" + event, "Event " + event, "private", "published"));
        town().harness().settle();

        // then
        String revived = town().awaitRoom(event);
        town().awaitLevels(revived, Map.of());

        // when
        town().attend(event, again, "moderator");

        // then
        town().awaitInside(revived, again);
        town().awaitLevels(revived, Map.of(again, 50));
        assertThat(town().probe().name(revived)).contains("Event " + event + " Chat");
        assertThat(town().probe().canonicalAlias(revived)).contains(town().alias(event));
    }
}
