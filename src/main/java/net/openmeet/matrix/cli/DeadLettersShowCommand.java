package net.openmeet.matrix.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterBook;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints one dead letter in full. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Prints one dead letter: what was asked, what was wrong with it, how often, since when, how what it is about stands by"
                    + " now, and what was done with it. It may name people.",
            "To correct an event: --value > event.json, edit it, and replay --id ID --with event.json."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:Kafka doesn't answer", "2:the command is wrong, or there is no such letter"})
final class DeadLettersShowCommand extends KafkaCommand {
    private final OutputStream bytes;

    @Parameters(
            paramLabel = "ID",
            converter = LetterSelection.Id.class,
            description = "topic/partition/offset, as dead-letters list prints it.")
    private String id = "";

    @Option(
            names = "--cap",
            paramLabel = "N",
            converter = Count.class,
            defaultValue = ReplayOptions.CAP,
            description = "How often one thing may be replayed; ${DEFAULT-VALUE} if not said.")
    private int cap;

    @Option(names = "--json", description = "One object of JSON.")
    private boolean json;

    @Option(names = "--value", description = "Nothing but the original value, byte for byte.")
    private boolean value;

    /** @param bytes where {@code --value} goes: a writer would decode it */
    DeadLettersShowCommand(Map<String, String> environment, OutputStream bytes) {
        super(environment);
        this.bytes = bytes;
    }

    @Override
    int call(Kafka kafka, PrintWriter out, PrintWriter err) {
        try (Letters letters =
                        Letters.read(kafka, letter -> letter.id().toString().equals(id), Optional.empty());
                LetterRecords records = LetterRecords.open(kafka)) {
            Optional<Letter> letter = letters.book().letter(id);
            Optional<ConsumerRecord<byte[], byte @Nullable []>> record = letter.flatMap(it -> records.get(it.id()));
            if (letter.isEmpty() || record.isEmpty()) {
                err.println(LetterSelection.unknown(id));
                return ExitCodes.USAGE;
            }
            if (value) {
                write(record.get().value());
                return ExitCodes.OK;
            }
            LetterFile file = file(kafka, letters.book(), letter.get(), record.get());
            if (json) {
                out.println(new String(Json.write(file.json(cap)), StandardCharsets.UTF_8));
            } else {
                new LetterPage(file, out).print(cap);
            }
            return ExitCodes.OK;
        }
    }

    private static LetterFile file(
            Kafka kafka, LetterBook book, Letter letter, ConsumerRecord<byte[], byte @Nullable []> record) {
        List<String> others = book.othersAboutTheSame(letter).stream()
                .map(other -> other
                        + book.disposition(other.toString())
                                .map(done -> " (" + LetterPage.done(done.kind().word(), done) + ")")
                                .orElse(""))
                .toList();
        List<StandsNow.Told> now = Stream.of(StandsNow.ofLane(kafka, letter), StandsNow.ofMember(kafka, letter))
                .flatMap(Optional::stream)
                .toList();
        return new LetterFile(letter, book.standing(letter), record, others, now);
    }

    private void write(byte @Nullable [] original) {
        try {
            bytes.write(original == null ? new byte[0] : original);
            bytes.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
