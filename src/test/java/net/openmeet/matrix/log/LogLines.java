package net.openmeet.matrix.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the service logs while this is open, as the shipped configuration writes it: for people, and as JSON. */
public final class LogLines implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger("net.openmeet");
    private final Logger changes = (Logger) LoggerFactory.getLogger("net.openmeet.matrix.changes");
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final LoggerContext shipped = new LoggerContext();
    private final AppenderBase<ILoggingEvent> kept = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    private final Map<Logger, Level> before = new LinkedHashMap<>();

    /** Keeps what is logged at {@code level} and above, and off the console. */
    public LogLines(Level level) {
        before.put(root, Objects.requireNonNull(root.getLevel()));
        before.put(changes, Objects.requireNonNull(changes.getLevel()));
        root.setAdditive(false);
        kept.setContext(root.getLoggerContext());
        kept.start();
        root.setLevel(level);
        changes.setLevel(level);
        root.addAppender(kept);
    }

    /** What was logged so far. */
    public List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    /** Begins anew. */
    public void forget() {
        events.clear();
    }

    /** The lines of what was logged so far. */
    public List<String> as(String format) {
        OutputStreamAppender<ILoggingEvent> appender = appender(format);
        return events.stream()
                .map(event -> new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8).stripTrailing())
                .toList();
    }

    private OutputStreamAppender<ILoggingEvent> appender(String format) {
        shipped.reset();
        JoranConfigurator reader = new JoranConfigurator();
        reader.setContext(shipped);
        String configuration = "<configuration><include resource=\"net/openmeet/matrix/logging/" + format
                + ".xml\"/><root level=\"INFO\"><appender-ref ref=\"CONSOLE\"/></root></configuration>";
        try {
            reader.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        Appender<ILoggingEvent> console =
                shipped.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
        return (OutputStreamAppender<ILoggingEvent>) Objects.requireNonNull(console);
    }

    @Override
    public void close() {
        root.detachAppender(kept);
        root.setAdditive(true);
        before.forEach(Logger::setLevel);
        shipped.stop();
    }
}
