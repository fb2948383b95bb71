package net.openmeet.matrix.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import net.openmeet.matrix.dev.EndsWithParent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM of our own, asked line by line: it answers each line on its standard output, after a mark that tells answers from logs. It
 * ends when this JVM does.
 */
final class Child implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final String MARK = "> ";
    /** What a process this size is given in production, and the same for all. */
    private static final List<String> FLAGS =
            List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private Child(Process process) {
        this.process = process;
        answers = process.inputReader();
        questions = process.outputWriter();
    }

    /** Starts {@code main} and waits until it serves questions. */
    static Child start(Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        // To profile: -Dbench.flags=-XX:StartFlightRecording=filename={main}.jfr
        String flags = System.getProperty("bench.flags", "").replace("{main}", main.getSimpleName());
        command.addAll(
                Stream.of(flags.split(" ")).filter(flag -> !flag.isEmpty()).toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EndsWithParent.class.getName()));
        command.add(main.getName());
        command.addAll(List.of(args));
        try {
            Child child = new Child(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            child.answer();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the child: answers every question until there are no more. */
    static void serve(Function<String, String> answer) throws IOException {
        PrintStream out = System.out;
        out.println(MARK + "ready");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String question = in.readLine(); question != null; question = in.readLine()) {
                out.println(MARK + answer.apply(question));
            }
        }
    }

    /** Waits for the answer. */
    String ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
            LOG.info("{}", line);
        }
        throw new IllegalStateException(
                "the JVM ended: " + process.info().commandLine().orElse("?"));
    }

    @Override
    public void close() {
        try {
            questions.close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
