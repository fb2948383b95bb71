package net.openmeet.matrix.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gives a dead letter back its original key and value. Runs on the stream thread. */
final class LetterBytes implements Processor<String, Taken, byte[], LetterBytes.Placed> {
    private final List<ProcessorContext<byte[], Placed>> context = new ArrayList<>(1);

    /** A value and the partition it belongs in. */
    record Placed(Optional<Bytes> value, int partition) {}

    @Override
    public void init(ProcessorContext<byte[], Placed> processorContext) {
        context.add(processorContext);
    }

    @Override
    public void process(Record<String, Taken> record) {
        if (record.value() instanceof Taken.ToDeadLetters letter) {
            context.getFirst()
                    .forward(new Record<byte[], Placed>(
                            array(letter.key()),
                            new Placed(letter.value(), letter.partition()),
                            Math.max(0, record.timestamp()),
                            record.headers()));
        }
    }

    /** Writes the value alone; nothing reads it back. */
    static Serde<Placed> serde() {
        return Serdes.serdeFrom((topic, placed) -> array(placed.value()), (topic, bytes) -> {
            throw new UnsupportedOperationException("Dead letters are only written here");
        });
    }

    private static byte @Nullable [] array(Optional<Bytes> bytes) {
        return bytes.map(Bytes::get).orElse(null);
    }
}
