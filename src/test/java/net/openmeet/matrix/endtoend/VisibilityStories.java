package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When there is a room, what it is called, and who may find and enter it. */
interface VisibilityStories {
    Town town();

    @ParameterizedTest
    @CsvSource({"public, public, true", "unlisted, public, false", "private, invite, false"})
    default void aRoomIsAsOpenAsItsEvent(String visibility, String joinRule, boolean listed) {
        // given
        int event = town().announce(visibility);
        int host = town().attendee(event, "host");
        int guest = town().attendee(event, "participant");

        // when
        String room = town().awaitRoom(event, host, guest);

        // then
        town().awaitLevels(room, Map.of(host, 90));
        town().harness().eventually(() -> {
            assertThat(town().probe().joinRule(room)).contains(joinRule);
            assertThat(town().probe().isListed(room)).isEqualTo(listed);
            assertThat(town().probe().directory().contains(room)).isEqualTo(listed);
            assertThat(town().probe().canonicalAlias(room)).contains(town().alias(event));
        });
        assertThat(text(room, "m.room.guest_access", "guest_access")).isEqualTo("forbidden");
        assertThat(text(room, "m.room.history_visibility", "history_visibility"))
                .isEqualTo("shared");
        assertThat(text(room, "m.room.power_levels", "invite")).isEqualTo("50");
        assertThat(town().probe().name(room)).contains("Event " + event + " Chat");
        assertThat(town().probe().topic(room)).contains("Chat room for Event " + event);
    }

    @Test
    default void aDraftHasNoRoomUntilItIsPublishedAndIsClosedWhenItIsOneAgain() {
        // given
        int event = town().newId();
        town().publish(town().events().room("event.created", event, "e" + event, "Event " + event, "public", "draft"));
        int host = town().attendee(event, "host");

        // when
        town().harness().settle();

        // then
        assertThat(town().probe().roomByAlias(town().alias(event))).isEmpty();

        // when
        town().restate(event, "public", "published");

        // then
        String room = town().awaitRoom(event, host);
        town().harness()
                .eventually(() -> assertThat(town().probe().isListed(room)).isTrue());

        // when
        town().restate(event, "public", "draft");

        // then
        town().harness().eventually(() -> {
            assertThat(town().probe().joinRule(room)).contains("invite");
            assertThat(town().probe().isListed(room)).isFalse();
        });
        town().assertInside(room, host);
    }

    @Test
    default void theRoomOfACancelledEventStaysAndItsTopicSaysSo() {
        // given
        int event = town().announce("public");
        int host = town().attendee(event, "host");
        String room = town().awaitRoom(event, host);

        // when
        town().publish(town().events()
                .room("event.cancelled", event, "e" + event, "Event " + event, "public", "cancelled"));

        // then
        town().harness()
                .eventually(() ->
                        assertThat(town().probe().topic(room)).contains("Cancelled: chat room for Event " + event));
        town().assertInside(room, host);
        assertThat(town().probe().joinRule(room)).contains("public");
    }

    @Test
    default void aNewNameIsShown() {
        // given
        int event = town().announce("public");
        String room = town().awaitRoom(event);

        // when
        town().publish(town().events()
                .room("event.updated", event, "e" + event, "{slug} & Söhne 🥾", "public", "published"));

        // then: what looks like a placeholder in a name is none
        town().harness().eventually(() -> {
            assertThat(town().probe().name(room)).contains("{slug} & Söhne 🥾 Chat");
            assertThat(town().probe().topic(room)).contains("Chat room for {slug} & Söhne 🥾");
        });
    }

    @Test
    default void strangersStayInAnOpenRoomAndAreRemovedWhenItTurnsPrivate() {
        // given
        int event = town().announce("public");
        int member = town().attendee(event, "participant");
        String room = town().awaitRoom(event, member);
        String stranger = town().stranger();
        town().probe().actAs(stranger).join(room).orFail();

        // when
        town().changeRole(event, member, "moderator");
        town().awaitLevels(room, Map.of(member, 50));

        // then
        assertThat(town().probe().joined(room)).contains(stranger);

        // when
        town().restate(event, "private", "published");

        // then
        town().awaitInside(room, member);
        assertThat(town().probe().joinRule(room)).contains("invite");
        assertThat(town().probe().actAs(stranger).join(room).status()).isEqualTo(403);
    }

    private String text(String room, String type, String field) {
        return town().probe()
                .state(room, type)
                .map(content -> content.path(field).asText())
                .orElse("");
    }
}
