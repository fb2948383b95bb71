package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.TokenOwner;
import org.junit.jupiter.api.Test;

/**
 * What waits for another token goes on once there is one that this instance has. While its file is behind that of others it goes on
 * waiting, rather than ask and be told for ever.
 */
class AwaitedCredentialsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final CredentialKey KEY = CredentialKey.ofAppservice("ta");
    private static final long OLD = 5;
    private static final long NEW = 6;

    private final CredentialBook book = new CredentialBook();
    private long configured = OLD;
    private final AwaitedCredentials awaited = new AwaitedCredentials(book, key -> Optional.of(configured));

    @Test
    void whoseFileIsBehindWaitsUntilItIsNot() {
        // given
        refusedOld();
        book.told(KEY, Optional.of(record(NEW)));

        // when, then
        assertThat(awaited.released(NOW)).isEmpty();
        refusedOld();
        assertThat(awaited.released(NOW)).isEmpty();

        // when
        configured = NEW;
        refusedOld();

        // then
        assertThat(awaited.released(NOW)).hasSize(1);
        assertThat(awaited.released(NOW)).isEmpty();
    }

    @Test
    void aCorrectedFileIsNoticedWithinSecondsThoughNobodyIsToldOrRefused() {
        // given
        refusedOld();
        book.told(KEY, Optional.of(record(NEW)));
        assertThat(awaited.released(NOW)).isEmpty();

        // when
        configured = NEW;

        // then
        assertThat(awaited.released(NOW.plusSeconds(4))).isEmpty();
        assertThat(awaited.released(NOW.plusSeconds(5))).hasSize(1);
    }

    @Test
    void aTokenIsAskedForOnceHoweverManyAreRefused() {
        // when
        refusedOld();
        refusedOld();

        // then
        assertThat(awaited.requests()).containsOnlyKeys(KEY);
        refusedOld();
        assertThat(awaited.requests()).isEmpty();
    }

    private void refusedOld() {
        Outcome.Failure failure = new Outcome.Failure(401, Optional.of("M_UNKNOWN_TOKEN"), "Invalid access token");
        awaited.await(
                KEY,
                new AwaitedCredentials.Waiter(LaneKey.parse("ta/event/1"), Optional.empty()),
                new Outcome.CredentialRejected(
                        Outcome.Credential.APPSERVICE,
                        Optional.of(new SentWith(new TokenOwner.Appservice(), OLD)),
                        false,
                        failure),
                Optional.empty(),
                NOW);
    }

    private static CredentialRecord record(long generation) {
        return new CredentialRecord(
                1,
                "hs.test",
                CredentialState.VALID,
                generation,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW);
    }
}
