package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionStyle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * All stores of a process share one bounded memory: many of them, busy or idle, stay within it. What an idle one holds makes no other
 * flush before its own memtable is full.
 */
class RocksMemoryTest {
    /** A quarter of 24 tasks with ten stores each, and of the memory they have. */
    private static final int STORES = 60;

    private static final long BOUND = 32L << 20;

    @TempDir
    private Path folder;

    @Test
    void manyIdleStoresLeaveABusyOneItsWholeMemtable() throws RocksDBException {
        try (RocksMemory memory = new RocksMemory(BOUND);
                Stores stores = new Stores(memory)) {
            // given
            for (int store = 0; store < STORES; store++) {
                stores.put(store, "key", 3_000);
            }
            // when
            for (int i = 0; i < 300; i++) {
                stores.put(0, "key-" + i, 300);
            }
            // then
            assertThat(stores.property(0, "rocksdb.num-entries-active-mem-table"))
                    .isEqualTo(301);
            assertThat(memory.cache().getUsage()).isLessThan(BOUND / 4);
        }
    }

    @Test
    void allStoresTogetherStayWithinTheBoundWhenEachIsFilled() throws RocksDBException {
        try (RocksMemory memory = new RocksMemory(BOUND);
                Stores stores = new Stores(memory)) {
            for (int i = 0; i < 70; i++) {
                for (int store = 0; store < STORES; store++) {
                    stores.put(store, "key-" + i, 4_000);
                }
            }
            assertThat(stores.property(0, "rocksdb.block-cache-capacity")).isEqualTo(BOUND);
            assertThat(memory.cache().getUsage()).isLessThan(BOUND);
        }
    }

    /** As Kafka Streams opens them. */
    private final class Stores implements AutoCloseable {
        private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
        private final List<Options> options = new ArrayList<>();
        private final List<RocksDB> stores = new ArrayList<>();

        private Stores(RocksMemory memory) throws RocksDBException {
            for (int store = 0; store < STORES; store++) {
                Options one = new Options()
                        .setCreateIfMissing(true)
                        .setTableFormatConfig(new BlockBasedTableConfig())
                        .setCompactionStyle(CompactionStyle.UNIVERSAL);
                new BoundedRocks().setConfig("store", one, Map.of(RocksMemory.CONFIG, memory));
                options.add(one);
                stores.add(RocksDB.open(one, folder.resolve("s" + store).toString()));
            }
        }

        private void put(int store, String key, int bytes) throws RocksDBException {
            stores.get(store).put(unlogged, key.getBytes(StandardCharsets.UTF_8), new byte[bytes]);
        }

        private long property(int store, String name) throws RocksDBException {
            return stores.get(store).getLongProperty(name);
        }

        @Override
        public void close() {
            stores.forEach(RocksDB::close);
            options.forEach(Options::close);
            unlogged.close();
        }
    }
}
