package net.openmeet.matrix.execution;

import java.util.Locale;

/** Why the lanes of a tenant are driven again. */
public enum RebuildReason {
    /** The homeserver's database was wiped or restored. */
    EPOCH,
    /** Somebody asked for it. */
    RESYNC,
    /** Another policy is configured. */
    POLICY,
    /** They are stored in an older format. */
    FORMAT;

    /** The word in metrics and logs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
