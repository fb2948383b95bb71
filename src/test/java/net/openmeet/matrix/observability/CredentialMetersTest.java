package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * Who watches sees how many credentials are in which state and since when, of the tasks that this process has. A task that went takes its
 * numbers along.
 */
class CredentialMetersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final CredentialKey ANA = CredentialKey.of("ta", UserId.parse("@ana:hs.test"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CredentialMeters meters = new CredentialMeters(registry, () -> NOW);

    private double credentials(String state) {
        return registry.get("openmeet.matrix.credentials")
                .tags("tenant", "ta", "kind", "user", "state", state)
                .gauge()
                .value();
    }

    private double oldest(String state) {
        return registry.get("openmeet.matrix.credential.oldest")
                .tag("state", state)
                .gauge()
                .value();
    }

    @Test
    void aCredentialCountsWhereItIsAndForAsLongAsItIs() {
        // given
        meters.watch("ta");
        Observer.OfRepairs task = meters.of("1_0");
        task.credential(ANA, Optional.empty(), CredentialState.REPAIRING, NOW.minusSeconds(90), Duration.ZERO);
        assertThat(credentials("repairing")).isEqualTo(1);
        assertThat(oldest("repairing")).isEqualTo(90);

        // when
        task.credential(
                ANA, Optional.of(CredentialState.REPAIRING), CredentialState.SUSPENDED, NOW, Duration.ofSeconds(90));

        // then
        assertThat(credentials("repairing")).isZero();
        assertThat(credentials("suspended")).isEqualTo(1);
        assertThat(oldest("repairing")).isZero();
        assertThat(registry.get("openmeet.matrix.credential.suspensions")
                        .tag("kind", "user")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatATaskHadGoesWithIt() {
        // given
        meters.watch("ta");
        Observer.OfRepairs task = meters.of("1_0");
        task.credential(ANA, Optional.empty(), CredentialState.VALID, NOW, Duration.ZERO);

        // when
        task.closed();

        // then
        assertThat(credentials("valid")).isZero();
    }
}
