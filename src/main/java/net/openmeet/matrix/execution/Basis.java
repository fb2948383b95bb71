package net.openmeet.matrix.execution;

/**
 * With what a lane was last driven. Where that differs from what holds now, the lane is behind: it forgets or looks at what the
 * difference may have changed before it does anything else.
 *
 * @param epoch of the tenant's homeserver
 * @param resync of the tenant
 * @param policy fingerprint of what policy means for desired state; empty if it isn't known
 */
public record Basis(int epoch, int resync, String policy) {

    /** What a lane was driven with that was stored before there was a basis. */
    static Basis unknown() {
        return new Basis(0, 0, "");
    }

    /** Whether a lane driven with this one has something to look at, now that {@code present} holds. */
    boolean isBehind(Basis present) {
        return epoch < present.epoch || resync < present.resync || !policy.equals(present.policy);
    }

    /** What sets it back from {@code present}, the weightiest first. */
    RebuildReason reason(Basis present) {
        if (epoch < present.epoch) {
            return RebuildReason.EPOCH;
        }
        if (resync < present.resync) {
            return RebuildReason.RESYNC;
        }
        return policy.equals(present.policy) ? RebuildReason.FORMAT : RebuildReason.POLICY;
    }

    /** With the numbers of {@code present}, which an instance whose view lags doesn't take back. */
    Basis catchingUp(Basis present) {
        return new Basis(Math.max(epoch, present.epoch), Math.max(resync, present.resync), policy);
    }

    Basis under(String nextPolicy) {
        return new Basis(epoch, resync, nextPolicy);
    }
}
