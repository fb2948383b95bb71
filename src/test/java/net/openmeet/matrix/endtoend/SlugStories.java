package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What becomes of aliases when slugs change and are used again. */
interface SlugStories {
    Town town();

    @Test
    default void aNewSlugIsTheMainAliasAndTheOldOneStaysBesideIt() {
        // given
        int event = town().announce("public");
        int host = town().attendee(event, "host");
        String room = town().awaitRoom(event, host);
        String before = town().alias(event);

        // when
        String now = rename(event, "renamed" + event);

        // then
        town().harness().eventually(() -> {
            assertThat(town().probe().canonicalAlias(room)).contains(now);
            assertThat(town().probe().alternativeAliases(room)).containsExactly(before);
            assertThat(town().probe().localAliases(room)).containsExactlyInAnyOrder(before, now);
        });
        town().assertInside(room, host);
    }

    @Test
    default void aSlugThatIsOnlyAnAlternativeElsewhereIsTakenOver() {
        // given
        int first = town().announce("public");
        String firstRoom = town().awaitRoom(first);
        String contested = town().alias(first);
        String now = rename(first, "moved" + first);
        town().harness()
                .eventually(() ->
                        assertThat(town().probe().canonicalAlias(firstRoom)).contains(now));

        // when
        int second = town().newId();
        town().publish(town().events()
                .room("event.created", second, "e" + first, "Event " + second, "public", "published"));

        // then
        town().harness().eventually(() -> {
            String secondRoom = town().room(first);
            assertThat(secondRoom).isNotEqualTo(firstRoom);
            assertThat(town().probe().canonicalAlias(secondRoom)).contains(contested);
            assertThat(town().probe().name(secondRoom)).contains("Event " + second + " Chat");
        });
        assertThat(town().probe().canonicalAlias(firstRoom)).contains(now);
        assertThat(town().probe().localAliases(firstRoom)).containsExactly(now);
    }

    @Test
    default void aSlugThatIsTheMainOneElsewhereIsWaitedForUntilThatRoomIsDeleted() {
        // given
        int first = town().announce("public");
        String firstRoom = town().awaitRoom(first);
        int second = town().newId();
        int member = town().attendee(second, "participant");

        // when
        town().publish(town().events()
                .room("event.created", second, "e" + first, "Event " + second, "public", "published"));
        town().harness().settle();

        // then
        assertThat(town().room(first)).isEqualTo(firstRoom);
        town().assertInside(firstRoom);

        // when
        town().publish(town().events().roomDeleted("event", first, "e" + first));

        // then
        town().harness().eventually(() -> assertThat(town().room(first)).isNotEqualTo(firstRoom));
        town().awaitRoom(first, member);
        assertThat(town().probe().canonicalAlias(town().room(first))).contains(town().alias(first));
        assertThat(town().harness().problems(town().lane("event", second))).isEmpty();
    }

    @Test
    default void twoRoomsThatSwapTheirSlugsHaveEachOthersAndStayWhoTheyAre() {
        // given
        int first = town().announce("public");
        int second = town().announce("public");
        String firstRoom = town().awaitRoom(first);
        String secondRoom = town().awaitRoom(second);

        // when
        rename(first, "e" + second);
        rename(second, "e" + first);

        // then
        town().harness().eventually(() -> {
            assertThat(town().room(second)).isEqualTo(firstRoom);
            assertThat(town().room(first)).isEqualTo(secondRoom);
            assertThat(town().probe().canonicalAlias(firstRoom)).contains(town().alias(second));
            assertThat(town().probe().canonicalAlias(secondRoom)).contains(town().alias(first));
            assertThat(town().probe().localAliases(firstRoom)).containsExactly(town().alias(second));
            assertThat(town().probe().localAliases(secondRoom)).containsExactly(town().alias(first));
        });
        assertThat(town().harness().problems(town().lane("event", first))).isEmpty();
        assertThat(town().harness().problems(town().lane("event", second))).isEmpty();
    }

    private String rename(int event, String slug) {
        town().publish(town().events()
                .room("event.slug.changed", event, slug, "Event " + event, "public", "published"));
        return town().alias(slug);
    }
}
