package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import net.openmeet.matrix.execution.Lease;
import org.junit.jupiter.api.Test;

/**
 * A lease and a heartbeat interval together end before the session does, whatever an operator sets. The settings of the consumer that
 * owns the tasks win.
 */
class SessionTermsTest {

    @Test
    void theLeaseFollowsTheNarrowestSetting() {
        // given
        Map<String, Object> settings = Map.of(
                "session.timeout.ms",
                45_000,
                "consumer.session.timeout.ms",
                30_000,
                "main.consumer.session.timeout.ms",
                "6000",
                "consumer.heartbeat.interval.ms",
                "1000");

        // then
        assertThat(SessionTerms.of(settings))
                .isEqualTo(new Lease.Terms(Duration.ofMillis(2500), Duration.ofSeconds(3)));
    }

    @Test
    void withoutASettingKafkasOwnDefaultsCount() {
        assertThat(SessionTerms.of(Map.of())).isEqualTo(new Lease.Terms(Duration.ofSeconds(21), Duration.ofSeconds(7)));
    }

    @Test
    void aLeaseAndAHeartbeatAreShorterThanTheSession() {
        for (int session = 4_000; session <= 60_000; session += 1_000) {
            for (int heartbeat = 500; heartbeat <= session / 3; heartbeat += 500) {
                Lease.Terms terms =
                        SessionTerms.of(Map.of("session.timeout.ms", session, "heartbeat.interval.ms", heartbeat));
                assertThat(terms.length().toMillis() + heartbeat).isLessThan(session);
                assertThat(terms.settle().toMillis()).isGreaterThan(heartbeat);
            }
        }
    }
}
