package net.openmeet.matrix.topology;

import java.util.Map;

/**
 * A topic as it is on the cluster.
 *
 * @param replication of the partition that has the fewest copies
 * @param settings all that the broker says, its own defaults among them
 */
public record FoundTopic(int partitions, int replication, Map<String, String> settings) {

    public FoundTopic {
        settings = Map.copyOf(settings);
    }

    long number(String setting, long otherwise) {
        String value = settings.get(setting);
        return value == null ? otherwise : Long.parseLong(value);
    }
}
