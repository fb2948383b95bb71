package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A record that comes after a lull is committed at once, so that the next stage sees it. Those that follow closely are left to the
 * commit interval, whichever task of the stage they come to.
 */
class PromptCommitTest {
    private static final Record<String, String> RECORD = new Record<>("key", "value", 0);

    private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
    private final MockProcessorContext<String, String> otherContext = new MockProcessorContext<>();
    private Processor<String, String, String, String> task;
    private Processor<String, String, String, String> otherTask;

    private static final class Forwarding extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
        }
    }

    @BeforeEach
    void start() {
        var stage = Wiring.prompt(Forwarding::new);
        task = stage.get();
        otherTask = stage.get();
        task.init(context);
        otherTask.init(otherContext);
    }

    private void at(long millis) {
        context.setCurrentSystemTimeMs(millis);
        otherContext.setCurrentSystemTimeMs(millis);
    }

    @Test
    void aRecordAfterALullIsCommittedAtOnce() {
        // given
        at(1_000);

        // when
        task.process(RECORD);

        // then
        assertThat(context.committed()).isTrue();
        assertThat(context.forwarded()).hasSize(1);
    }

    @Test
    void recordsThatFollowCloselyAreNot() {
        // given
        at(1_000);
        task.process(RECORD);
        context.resetCommit();

        // when
        at(1_019);
        task.process(RECORD);
        otherTask.process(RECORD);

        // then
        assertThat(context.committed()).isFalse();
        assertThat(otherContext.committed()).isFalse();
        assertThat(otherContext.forwarded()).hasSize(1);

        // when
        at(1_039);
        otherTask.process(RECORD);

        // then
        assertThat(otherContext.committed()).isTrue();
    }
}
