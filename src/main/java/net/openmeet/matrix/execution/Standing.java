package net.openmeet.matrix.execution;

/**
 * What holds of a tenant as a whole: numbers that only grow. A lane that was last driven with lower ones is behind, and is renewed.
 *
 * @param epoch raised each time the tenant's homeserver turned out to be wiped or restored from an older backup
 * @param resync raised each time somebody asks for a resync of the whole tenant
 */
public record Standing(int epoch, int resync) {

    /** Of a tenant of which nothing was said yet. */
    public static Standing first() {
        return new Standing(0, 0);
    }
}
