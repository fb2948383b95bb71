package net.openmeet.matrix.topology;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all RocksDB stores of the process share: one bounded block cache that memtables, indexes and filters count
 * against too. Without it every store of every task takes its own 50 MB cache and memtables, some 50 of them here. Handed to
 * {@link BoundedRocks} through the configuration, so it needs no static field. Safe for use by several threads.
 */
public final class RocksMemory implements AutoCloseable {
    /** The configuration entry that holds it. */
    static final String CONFIG = "openmeet.rocksdb.memory";

    static {
        RocksDB.loadLibrary();
    }

    private final long bytes;
    private final Cache cache;
    private final WriteBufferManager memtables;

    /** @param bytes the bound; half of it at most is memtables */
    public RocksMemory(long bytes) {
        this.bytes = bytes;
        cache = new LRUCache(bytes, -1, false, 0.1);
        memtables = new WriteBufferManager(bytes / 2, cache);
    }

    long bytes() {
        return bytes;
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager memtables() {
        return memtables;
    }

    @Override
    public void close() {
        memtables.close();
        cache.close();
    }
}
