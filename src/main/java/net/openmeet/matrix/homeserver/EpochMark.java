package net.openmeet.matrix.homeserver;

/**
 * What is written to a homeserver to know it again by: a database that lacks it was wiped, one with an older heartbeat was restored
 * from a backup.
 *
 * @param epoch raised each time that happened
 * @param heartbeat raised with each write, over all epochs
 */
public record EpochMark(int epoch, long heartbeat) {

    /**
     * Where marks are kept: even and odd heartbeats apart, so that a write never covers up what the one before it would show of the
     * database it went to.
     */
    public enum Half {
        EVEN("even"),
        ODD("odd");

        private final String word;

        Half(String word) {
            this.word = word;
        }

        /** The half that holds {@code heartbeat}. */
        public static Half of(long heartbeat) {
            return heartbeat % 2 == 0 ? EVEN : ODD;
        }

        public String word() {
            return word;
        }
    }

    /** Where this mark is kept. */
    public Half half() {
        return Half.of(heartbeat);
    }
}
