package net.openmeet.matrix.topology;

/**
 * Something about a topic that isn't as the catalogue says.
 *
 * @param refuses whether the service must not run with it; else it is a warning
 * @param mend the command that mends it
 */
public record TopicFinding(boolean refuses, String topic, String problem, String mend) {}
