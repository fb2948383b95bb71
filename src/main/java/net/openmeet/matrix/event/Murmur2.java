package net.openmeet.matrix.event;

/**
 * The partition in which Kafka's Java clients put a key. Kafka's own {@code Utils.murmur2} is out of reach of a package that
 * doesn't know Kafka; a test holds the two together.
 */
public final class Murmur2 {

    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;

    private Murmur2() {}

    /** Where Kafka's Java clients put a record with this key. */
    public static int partition(byte[] key, int partitions) {
        return (hash(key) & Integer.MAX_VALUE) % partitions;
    }

    static int hash(byte[] data) {
        int h = SEED ^ data.length;
        int whole = data.length / 4 * 4;
        for (int i = 0; i < whole; i += 4) {
            int k = octet(data, i) | octet(data, i + 1) << 8 | octet(data, i + 2) << 16 | octet(data, i + 3) << 24;
            k *= MULTIPLIER;
            k ^= k >>> 24;
            k *= MULTIPLIER;
            h *= MULTIPLIER;
            h ^= k;
        }
        if (data.length > whole) {
            for (int i = data.length - 1; i >= whole; i--) {
                h ^= octet(data, i) << (8 * (i - whole));
            }
            h *= MULTIPLIER;
        }
        h ^= h >>> 13;
        h *= MULTIPLIER;
        h ^= h >>> 15;
        return h;
    }

    private static int octet(byte[] data, int index) {
        return data[index] & 0xff;
    }
}
