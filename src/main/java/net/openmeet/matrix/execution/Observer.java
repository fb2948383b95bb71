package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.WaitReason;

/** Is told what the executor does, for metrics, logs and the console. Called on stream threads: quick, and never throws. */
public interface Observer {

    /** The observer of one task. */
    OfTask forTask(String task);

    /** The observer of the repairs of one task. */
    OfRepairs forRepairs(String task);

    /**
     * Lanes of one task that wait for the same.
     *
     * @param reason absent for those that wait for their turn
     * @param backfill whether nothing but backfill or rebuild work waits in them
     * @param lanes how many
     * @param oldest since when the oldest does
     */
    record Waits(Optional<WaitReason> reason, boolean backfill, int lanes, Instant oldest) {}

    /** What happens to the credentials of one task. */
    interface OfRepairs {

        /**
         * A credential is in another state, or was found in this one at the start.
         *
         * @param before absent where it was found
         * @param since when it came to be in the state it is in now
         * @param lasted how long it was in the state before
         */
        void credential(
                CredentialKey key,
                Optional<CredentialState> before,
                CredentialState after,
                Instant since,
                Duration lasted);

        /** The task is closed: its numbers no longer count. */
        void closed();
    }

    /** What one task does. */
    interface OfTask {

        /** A call was answered. */
        void answered(LaneKey lane, Plan.Do sent, Outcome outcome);

        /** What was answered is to be tried again. */
        void retried(LaneKey lane, RetryReason reason);

        /** Something was dead-lettered. */
        void refused(LaneKey lane, Refusal refusal);

        /** A fact was older than what its slot holds. */
        void stale(LaneKey lane);

        /** A lane converged; {@code since} is when it last wasn't. */
        void converged(LaneKey lane, Instant since, Instant now);

        /**
         * A fact of OpenMeet's about a slot, no backfill, is true at the homeserver now.
         *
         * @param slot {@code room}, {@code member} or {@code account}
         * @param took from the timestamp of the fact's record, or from when it no longer waited for OpenMeet
         * @param outage whether the homeserver was held to be out meanwhile
         */
        void applied(LaneKey lane, String slot, Duration took, boolean outage);

        /** About once a second: how many lanes aren't converged, and what they wait for. */
        void agenda(int unconverged, List<Waits> waiting);

        /** A record on the commands topic was left out: it is for nothing we know, or no command. */
        void leftOut();

        /** The epoch of a tenant's homeserver, which this task watches: at its start, and whenever it may have risen. */
        void epoch(String tenant, int epoch);

        /** All of a tenant is to be looked at again. */
        void raised(String tenant, Cause cause);

        /** About once a second: the rebuilds that are under way in the task. */
        void rebuilds(List<Rebuild> rebuilds);

        /** The task is closed: its numbers no longer count. */
        void closed();
    }
}
