package net.openmeet.matrix.observability;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one instance is, for people. Nothing in it names a room or a person.
 *
 * @param says what is wrong or under way, a sentence each; empty if all is well
 * @param live false only when nothing but a restart helps
 * @param ready whether it does all its work: not while tasks are given out or restored; a homeserver that is out changes nothing in it
 * @param streams the state of Kafka Streams
 * @param restoring while stores are read from their changelogs
 * @param homeservers each with the tenants on it
 * @param unconverged rooms and accounts that aren't yet as OpenMeet says
 * @param waiting what for: {@code ours}, then {@code openmeet}, by reason
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record HealthReport(
        List<String> says,
        boolean live,
        boolean ready,
        String streams,
        Optional<Restoring> restoring,
        List<OfHomeserver> homeservers,
        int unconverged,
        Map<String, Map<String, Waiting>> waiting) {

    /** @param records those there were at the start */
    record Restoring(Instant since, long remaining, long records) {}

    /** @param answers false while it is held to be out, and calls wait */
    record OfHomeserver(String homeserver, List<String> tenants, boolean answers, int callsInFlight, int callsAtMost) {}

    /** @param oldestSeconds how long the oldest of them has waited */
    record Waiting(int lanes, long oldestSeconds) {}
}
