package net.openmeet.matrix.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logger of what changes: at the homeserver, of credentials and of homeservers, and of what is dead-lettered. It has a level of its own
 * ({@code OPENMEET_LOG_CHANGES}), so that it can be turned down while all else is told.
 */
public final class ChangeLog {
    /** Its name. */
    public static final String NAME = "net.openmeet.matrix.changes";

    private ChangeLog() {}

    /** The logger. */
    public static Logger logger() {
        return LoggerFactory.getLogger(NAME);
    }
}
