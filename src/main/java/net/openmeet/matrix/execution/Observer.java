package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /** What happens to the credentials of one task. */
    interface OfRepairs {

        /**
         * A credential is in another state, or was found in this one at the start.
         *
         * @param before absent where it was found
         * @param lasted how long it was in the state before
         */
        void credential(CredentialKey key, Optional<CredentialState> before, CredentialState after, Duration lasted);

        /** The task is closed: its numbers no longer count. */
        void closed();
    }

    /** What one task does. */
    interface OfTask {

        /** A call was answered. */
        void answered(LaneKey lane, Plan.Do sent, Outcome outcome);

        /** Something was dead-lettered. */
        void refused(LaneKey lane, Refusal refusal);

        /** A fact was older than what its slot holds. */
        void stale(LaneKey lane);

        /** A lane converged; {@code since} is when it last wasn't. */
        void converged(LaneKey lane, Instant since, Instant now);

        /** About once a second: how many lanes wait for what, and since when the oldest of ours does. */
        void agenda(int ready, int inFlight, Map<WaitReason, Integer> waiting, Optional<Instant> oldestOurs);

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
