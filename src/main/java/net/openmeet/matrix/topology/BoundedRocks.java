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
    /** Stores are many and mostly small; 2 MB memtables keep 144 of them far below the bound. */
    private static final long MEMTABLE_BYTES = 2L << 20;

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
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffer manager belong to the process and outlive every store.
    }
}
