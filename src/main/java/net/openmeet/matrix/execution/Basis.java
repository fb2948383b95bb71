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
}
