package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in a line what the world did wrong; a stack trace is for what we did wrong. */
final class Failures implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult result) {
        PrintWriter err = line.getErr();
        if (failure instanceof Starter.RefusedException refused) {
            refused.reasons().forEach(reason -> err.println("error: " + reason));
            err.flush();
            return ExitCodes.USAGE;
        }
        if (failure instanceof KafkaException || failure instanceof UncheckedIOException) {
            err.println("Failed: " + withCauses(failure));
            err.flush();
        } else {
            LOG.error("{} failed", line.getCommandName(), failure);
        }
        return ExitCodes.FAILED;
    }

    private static String withCauses(Throwable failure) {
        var text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
                text.append(": ").append(cause.getMessage());
            }
        }
        return text.toString();
    }
}
