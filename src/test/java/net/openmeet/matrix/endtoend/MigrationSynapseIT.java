package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rooms as OpenMeet's own integration makes them today, by the very bot that the service takes over, are taken over by a backfill:
 * nobody who belongs there is lost and nobody else stays in a private one. Then nobody of OpenMeet's stands as high as the bot.
 */
@WithSynapse
@ExtendWith(OneService.class)
class MigrationSynapseIT {
    private static final String MARKER = "net.openmeet.lane";

    private final Harness harness;
    private final Town town;
    private final OpenMeetToday today;
    private final String bot;

    MigrationSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.MOVED);
        today = new OpenMeetToday(harness, OneService.MOVED);
        bot = harness.synapse().botId();
    }

    /** Somebody with an account and a registered handle, who is re-published. */
    private int person() {
        int person = harness.newId();
        today.account(person);
        town.publish(
                town.events().person("user.updated", person, "u" + person, "Person " + person),
                town.events().handle(person, "u" + person, "u" + person + "_" + OneService.MOVED));
        return person;
    }

    private String user(int person) {
        return town.user(person);
    }

    private void status(int event, int person, String status, String role) {
        town.publish(town.events().attendee("added", event, person, status, role));
    }

    private String olderRoom(int event) {
        return today.createRoom("event", "e" + event, "Event " + event);
    }

    private List<String> comingsAndGoings(String room) {
        return town.probe().timeline(room).stream()
                .filter(event -> event.path("type").asText().equals("m.room.member"))
                .map(event -> event.path("event_id").asText())
                .toList();
    }

    private String owner(String room) {
        return town.probe()
                .state(room, MARKER, bot)
                .map(content -> content.path("lane").asText())
                .orElse("");
    }

    @Test
    void aPublicEventsRoomIsTakenOverWithEverybodyAndEverythingInIt() {
        // given
        int event = harness.newId();
        int host = person();
        int moderator = person();
        int attendee = person();
        String room = olderRoom(event);
        Map<String, Integer> levels = Map.of(user(host), 100, user(moderator), 50, user(attendee), 0);
        List.of(host, moderator, attendee).forEach(person -> today.join(room, user(person), levels));
        today.actAs(user(attendee)).send(room, "See you there").orFail();
        String stranger = town.stranger();
        today.actAs(stranger).join(room).orFail();
        List<String> before = comingsAndGoings(room);

        // when
        status(event, host, "confirmed", "host");
        status(event, moderator, "confirmed", "moderator");
        status(event, attendee, "attended", "participant");
        town.announce(event, "public");

        // then
        harness.eventually(() -> assertThat(town.probe().powerLevels(room)).containsEntry(user(host), 90));
        assertThat(town.room(event)).isEqualTo(room);
        assertThat(comingsAndGoings(room)).isEqualTo(before);
        assertThat(town.probe().joined(room))
                .isEqualTo(Set.of(bot, user(host), user(moderator), user(attendee), stranger));
        assertThat(town.probe().powerLevels(room))
                .isEqualTo(Map.of(
                        bot,
                        100,
                        harness.user(OpenMeetToday.TENANT_BOT),
                        100,
                        user(host),
                        90,
                        user(moderator),
                        50,
                        user(attendee),
                        0));
        assertThat(town.probe().messages(room)).containsExactly("See you there");
        assertThat(town.probe().name(room)).contains("Event " + event + " Chat");
        assertThat(town.probe().topic(room)).contains("Chat room for Event " + event);
        assertThat(town.probe().canonicalAlias(room)).contains(town.alias(event));
        assertThat(town.probe().isListed(room)).isTrue();
        assertThat(owner(room)).isEqualTo(town.lane("event", event));
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
    }

    @Test
    void whatIsPrivateAtOpenMeetIsPrivateAfterwardsAndKeepsThoseWhoBelongThere() {
        // given: everybody was let in or invited, whatever their status
        int event = harness.newId();
        int host = person();
        int attendee = person();
        int pending = person();
        int rejected = person();
        int invitedOnly = person();
        int waiting = person();
        String room = olderRoom(event);
        today.invite(
                room,
                Stream.of(host, attendee, pending, rejected, invitedOnly, waiting)
                        .map(this::user)
                        .toList());
        Map<String, Integer> levels = Map.of(user(host), 100, user(pending), 50, user(attendee), 0);
        List.of(host, attendee, pending, rejected).forEach(person -> today.join(room, user(person), levels));
        String stranger = town.stranger();
        today.actAs(stranger).join(room).orFail();
        today.invite(room, List.of(town.stranger()));
        int group = harness.newId();
        int owner = person();
        int guest = person();
        String groupRoom = today.createRoom("group", "g" + group, "Group " + group);
        List.of(owner, guest)
                .forEach(person -> today.join(groupRoom, user(person), Map.of(user(owner), 100, user(guest), 0)));
        today.actAs(stranger).join(groupRoom).orFail();

        // when
        status(event, host, "confirmed", "host");
        status(event, attendee, "confirmed", "participant");
        status(event, pending, "pending", "moderator");
        status(event, rejected, "rejected", "participant");
        status(event, invitedOnly, "invited", "participant");
        status(event, waiting, "waitlist", "participant");
        town.announce(event, "private");
        town.publish(
                town.events().member("joined", group, owner, "owner"),
                town.events().member("joined", group, guest, "guest"),
                town.events().room("group.updated", group, "g" + group, "Group " + group, "private", "published"));
        harness.eventually(() -> {
            assertThat(inOrInvited(room)).isEqualTo(Set.of(bot, user(host), user(attendee)));
            assertThat(inOrInvited(groupRoom)).isEqualTo(Set.of(bot, user(owner)));
            assertThat(town.probe().powerLevels(room))
                    .containsEntry(user(host), 90)
                    .doesNotContainKey(user(pending));
            assertThat(town.probe().powerLevels(groupRoom)).containsEntry(user(owner), 90);
        });

        // then
        for (String its : List.of(room, groupRoom)) {
            assertThat(town.probe().joinRule(its)).contains("invite");
            assertThat(town.probe().isListed(its)).isFalse();
        }
        assertThat(town.room(event)).isEqualTo(room);
        assertThat(harness.room(today.localpart("group", "g" + group))).isEqualTo(groupRoom);
    }

    private Set<String> inOrInvited(String room) {
        return town.probe().memberships(room).entrySet().stream()
                .filter(member -> Set.of("join", "invite").contains(member.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void whatOpenMeetLeftBehindInAPublicRoomIsPutRight() {
        // given: two whom nobody knows any more, one who cancelled, one who was invited too early
        int event = harness.newId();
        int host = person();
        int cancelled = person();
        int pending = person();
        String formerHost = town.stranger();
        String formerModerator = town.stranger();
        String room = olderRoom(event);
        today.invite(room, List.of(user(pending)));
        Map<String, Integer> levels =
                Map.of(user(host), 100, user(cancelled), 100, formerHost, 100, formerModerator, 50);
        List.of(user(host), user(cancelled), formerHost, formerModerator)
                .forEach(user -> today.join(room, user, levels));

        // when
        status(event, host, "confirmed", "host");
        town.publish(town.events().attendee("cancelled", event, cancelled, "cancelled", "host"));
        status(event, pending, "pending", "participant");
        town.announce(event, "public");

        // then
        harness.eventually(() -> {
            assertThat(inOrInvited(room)).isEqualTo(Set.of(bot, user(host), formerHost, formerModerator));
            assertThat(town.probe().powerLevels(room))
                    .isEqualTo(Map.of(
                            bot,
                            100,
                            harness.user(OpenMeetToday.TENANT_BOT),
                            100,
                            user(host),
                            90,
                            formerModerator,
                            50));
        });
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
    }

    @Test
    void aRoomThatWasRenamedTwiceHasTheAliasesThatLeadToItAndItsFormerSlugMayBeUsedAgain() {
        // given: of two renames only the last former slug is named by the room
        int event = harness.newId();
        int host = person();
        String room = olderRoom(event);
        today.join(room, user(host), Map.of(user(host), 100));
        today.changeSlug("event", "e" + event, "second" + event);
        today.changeSlug("event", "second" + event, "third" + event);
        status(event, host, "confirmed", "host");
        town.publish(
                town.events().room("event.updated", event, "third" + event, "Event " + event, "private", "published"));
        harness.eventually(() -> assertThat(owner(room)).isEqualTo(town.lane("event", event)));
        assertThat(town.probe().alternativeAliases(room)).contains(town.alias("second" + event));
        assertThat(town.probe().localAliases(room)).contains(town.alias(event));

        // when: somebody else's event has its slugs now
        int other = harness.newId();
        int otherHost = person();
        status(other, otherHost, "confirmed", "host");
        town.publish(town.events().room("event.created", other, "second" + event, "Other", "private", "published"));

        // then
        harness.eventually(() -> assertThat(town.probe().roomByAlias(town.alias("second" + event)))
                .hasValueSatisfying(made -> assertThat(made).isNotEqualTo(room)));
        harness.eventually(
                () -> town.assertInside(harness.room(today.localpart("event", "second" + event)), otherHost));
        town.assertInside(room, host);
        assertThat(town.probe().roomByAlias(town.alias("third" + event))).contains(room);
    }

    @Test
    void ofTwoRoomsTheOneThatTheAliasLeadsToCountsAndARoomWithoutOneIsFoundOnceItHasOneAgain() {
        // given: what matrixRoomId says at OpenMeet is nowhere asked for
        int event = harness.newId();
        int host = person();
        String stale = olderRoom(event);
        today.join(stale, user(host), Map.of(user(host), 100));
        town.probe().actor().deleteAlias(town.alias(event)).orFail();
        String room = olderRoom(event);
        int orphaned = harness.newId();
        String orphan = olderRoom(orphaned);
        today.join(orphan, user(host), Map.of(user(host), 100));
        town.probe().actor().deleteAlias(town.alias(orphaned)).orFail();

        // when
        town.probe().actor().putAlias(town.alias(orphaned), orphan).orFail();
        status(event, host, "confirmed", "host");
        status(orphaned, host, "confirmed", "host");
        town.announce(event, "public");
        town.announce(orphaned, "public");

        // then
        assertThat(town.awaitRoom(event, host)).isEqualTo(room);
        harness.eventually(() -> assertThat(owner(orphan)).isEqualTo(town.lane("event", orphaned)));
        assertThat(town.room(orphaned)).isEqualTo(orphan);
        assertThat(owner(stale)).isEmpty();
        town.assertInside(stale, host);
    }

    @Test
    void aBackfillCostsFewCallsAndRepeatedNoneAndAnOlderListPutsNobodyOutWhoCameSince() {
        // given
        int event = harness.newId();
        List<Integer> kept = List.of(person(), person(), person());
        int dropped = person();
        List<Integer> everybody =
                Stream.concat(kept.stream(), Stream.of(dropped)).toList();
        String room = olderRoom(event);
        everybody.forEach(person -> today.join(room, user(person), Map.of(user(person), 0)));
        today.actAs(user(dropped)).send(room, "Hello").orFail();
        List<String> before = comingsAndGoings(room);
        Event announced =
                town.events().room("event.updated", event, "e" + event, "Event " + event, "public", "published");
        harness.settle();
        harness.calls().reset();

        // when
        town.publish(inBackfill("first", announced), town.events().attendees("first", event, 1, 1, everybody));
        harness.settle();

        // then: the room is looked up, read with its listing, and marked; each account is claimed and named, once
        assertThat(owner(room)).isEqualTo(town.lane("event", event));
        assertThat(comingsAndGoings(room)).isEqualTo(before);
        assertThat(harness.calls().calls().total())
                .as("%s", harness.calls().calls())
                .isLessThanOrEqualTo(4 + 4 * everybody.size());

        // when
        harness.calls().reset();
        town.publish(inBackfill("second", announced), town.events().attendees("second", event, 1, 1, everybody));
        harness.settle();

        // then
        assertThat(harness.calls().calls().total())
                .as("%s", harness.calls().calls())
                .isZero();

        // when: somebody came since the list was taken, and somebody else isn't in it
        Event part = town.events().attendees("third", event, 1, 2, kept);
        Event rest = town.events().attendees("third", event, 2, 2, List.of());
        int live = person();
        status(event, live, "confirmed", "participant");
        town.publish(part, rest);

        // then
        harness.eventually(() -> assertThat(town.probe().joined(room))
                .isEqualTo(Stream.concat(kept.stream(), Stream.of(live))
                        .map(this::user)
                        .collect(Collectors.collectingAndThen(Collectors.toSet(), users -> {
                            users.add(bot);
                            return users;
                        }))));
        assertThat(town.probe().messages(room)).containsExactly("Hello");
    }

    private static Event inBackfill(String name, Event event) {
        return DomainEvents.inBackfill(event, name, Instant.now());
    }
}
