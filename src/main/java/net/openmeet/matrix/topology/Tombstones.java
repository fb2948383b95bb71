package net.openmeet.matrix.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.execution.Effect;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns one kind of effect into the bytes to write, absent into Kafka's null. Runs on the stream thread. */
final class Tombstones<E extends Effect> implements Processor<String, Effect, String, byte[]> {
    private final Class<E> type;
    private final Function<E, Optional<byte[]>> value;
    private final List<ProcessorContext<String, byte[]>> context = new ArrayList<>(1);

    Tombstones(Class<E> type, Function<E, Optional<byte[]>> value) {
        this.type = type;
        this.value = value;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context.add(processorContext);
    }

    @Override
    public void process(Record<String, Effect> record) {
        byte @Nullable [] bytes = value.apply(type.cast(record.value())).orElse(null);
        context.getFirst().forward(new Record<>(record.key(), bytes, record.timestamp(), record.headers()));
    }
}
