package net.openmeet.matrix.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/**
 * Makes every store use the process' one {@link RocksMemory}.
 *
 * @see <a href="https://kafka.apache.org/documentation/streams/developer-guide/memory-mgmt.html">Kafka Streams, memory management</a>
 */
public final class BoundedRocks implements RocksDBConfigSetter {
    /**
     * The bound on memtables makes whichever store is written next flush, were its own memtable a few hundred bytes, while idle ones keep
     * theirs. So it must not be reached: 24 tasks × 3 stores × 768 kB are 54 MB, and stay below its 64.
     */
    private static final long MEMTABLE_BYTES = 768L << 10;
    /** A memtable takes a whole block for its first entry: by default an eighth of its size or 256 kB, whichever store it is. */
    private static final long ARENA_BLOCK_BYTES = 16L << 10;
    /** Instead of 4 MB that each store would take on disk before it holds anything. */
    private static final long MANIFEST_BYTES = 64L << 10;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (configs.get(RocksMemory.CONFIG) instanceof RocksMemory memory
                && options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCache(memory.cache());
            table.setCacheIndexAndFilterBlocks(true);
            table.setCacheIndexAndFilterBlocksWithHighPriority(true);
            table.setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(table);
            options.setWriteBufferManager(memory.memtables());
            options.setWriteBufferSize(MEMTABLE_BYTES);
            options.setMaxWriteBufferNumber(2);
            options.setArenaBlockSize(ARENA_BLOCK_BYTES);
            options.setManifestPreallocationSize(MANIFEST_BYTES);
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffer manager belong to the process and outlive every store.
    }
}
