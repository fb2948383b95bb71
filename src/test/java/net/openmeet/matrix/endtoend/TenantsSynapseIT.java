package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tenants on one homeserver share nothing, whatever ids and slugs they use. What can't be understood is kept byte for byte and
 * stops nobody, and so is what a tenant sends that isn't configured.
 */
@WithSynapse
@ExtendWith(OneService.class)
class TenantsSynapseIT {
    private final Harness harness;
    private final Town north;
    private final Town south;

    TenantsSynapseIT(Harness harness) {
        this.harness = harness;
        north = new Town(harness, OneService.NORTH);
        south = new Town(harness, OneService.SOUTH);
    }

    @Test
    void equalIdsAndSlugsOfTwoTenantsAreTwoRoomsAndTwoPeople() {
        // given
        int event = harness.newId();
        int person = harness.newId();
        for (Town town : List.of(north, south)) {
            town.publish(
                    town.events().room("event.created", event, "e" + event, "Event", "private", "published"),
                    town.events().attendee("added", event, person, "confirmed", "host"));
        }

        // when
        String northern = north.awaitRoom(event, person);
        String southern = south.awaitRoom(event, person);

        // then
        assertThat(northern).isNotEqualTo(southern);
        assertThat(north.user(person)).isNotEqualTo(south.user(person));

        // when
        north.publish(
                north.events().personDeleted(person, "u" + person),
                north.events().roomDeleted("event", event, "e" + event));

        // then
        north.awaitInside(northern);
        harness.settle();
        south.assertInside(southern, person);
        south.awaitLevels(southern, Map.of(person, 90));
        assertThat(south.room(event)).isEqualTo(southern);
    }

    @Test
    void whatCannotBeUnderstoodIsKeptAsItCameAndStopsNobody() {
        // given
        int event = north.announce("public");
        String key = north.lane("event", event);
        String good = north.events()
                .room("event.updated", event, "e" + event, "Never seen", "public", "published")
                .json();
        int stranger = harness.newId();
        Event foreign = new DomainEvents("nowhere", Instant::now)
                .room("event.created", stranger, "e" + stranger, "Event", "public", "published");
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("not-json", new byte[] {(byte) 0xff, 0, 1, 2});
        bad.put("cut", good.substring(0, good.length() / 2).getBytes(StandardCharsets.UTF_8));
        bad.put("value", good.replace("\"public\"", "\"secret\"").getBytes(StandardCharsets.UTF_8));
        bad.put("missing", good.replace("\"visibility\"", "\"was\"").getBytes(StandardCharsets.UTF_8));
        bad.put(
                "time",
                good.replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"noon\"").getBytes(StandardCharsets.UTF_8));
        bad.put("empty", new byte[0]);

        // when
        bad.values().forEach(value -> harness.publish(key.getBytes(StandardCharsets.UTF_8), value));
        harness.publish(key.getBytes(StandardCharsets.UTF_8), null);
        String wrongKey = north.lane("event", harness.newId());
        harness.publish(wrongKey, good);
        harness.publish(key, good.replace("event.updated", "event.painted"));
        harness.publish(foreign);
        int host = north.attendee(event, "host");

        // then
        String room = north.awaitRoom(event, host);
        harness.eventually(() -> {
            List<ConsumerRecord<String, byte[]>> letters = harness.read(Topics.DOMAIN_EVENTS_DEAD_LETTER);
            bad.forEach((what, value) -> assertThat(letters)
                    .as(what)
                    .filteredOn(letter -> key.equals(letter.key()) && Arrays.equals(value, letter.value()))
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(header(letter, LetterHeaders.REASON)).isPresent()));
            assertThat(letters)
                    .filteredOn(letter -> key.equals(letter.key()))
                    .hasSize(bad.size() + 1)
                    .filteredOn(letter -> letter.value() == null)
                    .hasSize(1);
            assertThat(letters)
                    .filteredOn(letter -> foreign.key().equals(letter.key()))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                                .isEqualTo(foreign.json());
                        assertThat(header(letter, LetterHeaders.REASON)).contains("unknown-tenant");
                        assertThat(header(letter, LetterHeaders.FIELD)).contains("data.tenantId");
                    });
            assertThat(letters)
                    .filteredOn(letter -> wrongKey.equals(letter.key()))
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(header(letter, LetterHeaders.REASON)).contains("wrong-key"));
        });
        assertThat(field(key, bad.getOrDefault("value", new byte[0]))).contains("data.event.visibility");
        assertThat(field(key, bad.getOrDefault("time", new byte[0]))).contains("time");
        assertThat(north.probe().name(room)).contains("Event " + event + " Chat");
    }

    private Optional<String> field(String key, byte[] value) {
        return harness.read(Topics.DOMAIN_EVENTS_DEAD_LETTER).stream()
                .filter(letter -> key.equals(letter.key()) && Arrays.equals(value, letter.value()))
                .findFirst()
                .flatMap(letter -> header(letter, LetterHeaders.FIELD));
    }

    private static Optional<String> header(ConsumerRecord<String, byte[]> letter, String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
