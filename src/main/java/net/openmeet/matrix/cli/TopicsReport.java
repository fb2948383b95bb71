package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.List;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.topology.TopicFinding;

/** Checks the topics and says what was found. */
final class TopicsReport {
    private TopicsReport() {}

    /** Prints each finding with the command that mends it; {@link ExitCodes#FAILED} if the service must not run so. */
    static int print(Kafka kafka, PrintWriter out) {
        List<TopicFinding> findings = ClusterQuestion.ask(kafka, topics -> topics.check(kafka.bootstrapServers()));
        for (TopicFinding finding : findings) {
            out.println((finding.refuses() ? "error: " : "warning: ") + finding.topic() + " " + finding.problem());
            out.println("  mend: " + finding.mend());
        }
        out.flush();
        return findings.stream().anyMatch(TopicFinding::refuses) ? ExitCodes.FAILED : ExitCodes.OK;
    }
}
