package net.openmeet.matrix.endtoend;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** All that is logged at DEBUG, with stack traces and context, kept in a file; the console shows what it always does. */
final class CapturedLogs implements AutoCloseable {
    /** The broker of a test is in the same process. It isn't the service's, and says thousands of lines a second. */
    private static final List<String> BROKER = List.of(
            "kafka",
            "org.apache.kafka.controller",
            "org.apache.kafka.coordinator",
            "org.apache.kafka.image",
            "org.apache.kafka.metadata",
            "org.apache.kafka.raft",
            "org.apache.kafka.server",
            "org.apache.kafka.storage",
            "org.apache.kafka.timeline");

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, Optional<Level>> before = new LinkedHashMap<>();
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
    private final Path file;

    CapturedLogs() {
        try {
            file = Files.createTempFile("openmeet-matrix-it-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern("%level %logger %thread %mdc %kvp %msg%n%ex{full}");
        lines.start();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(lines);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.iteratorForAppenders().forEachRemaining(console -> {
            ThresholdFilter loud = new ThresholdFilter();
            loud.setLevel(Level.WARN.toString());
            loud.start();
            console.addFilter(loud);
        });
        BROKER.forEach(name -> set(context.getLogger(name), Level.WARN));
        set(context.getLogger("net.openmeet"), Level.DEBUG);
        set(context.getLogger("net.openmeet.matrix.changes"), Level.DEBUG);
        set(root, Level.DEBUG);
        root.addAppender(appender);
    }

    private void set(Logger logger, Level level) {
        before.put(logger, Optional.ofNullable(logger.getLevel()));
        logger.setLevel(level);
    }

    /** Shows each line so far. */
    void lines(Consumer<String> each) {
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Logback's: no level of its own
    public void close() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAppender(appender);
        appender.stop();
        before.forEach((logger, level) -> logger.setLevel(level.orElse(null)));
        root.iteratorForAppenders().forEachRemaining(console -> console.clearAllFilters());
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
