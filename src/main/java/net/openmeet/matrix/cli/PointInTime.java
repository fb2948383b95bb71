package net.openmeet.matrix.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time, or how long ago it was. */
final class PointInTime implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        Optional<Duration> ago = Span.read(text);
        if (ago.isPresent()) {
            return Instant.now().minus(ago.get());
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "expected a time such as 2026-11-22T10:00:00Z, or how long ago, such as 30m, 2h or 7d, but got "
                            + text);
        }
    }
}
