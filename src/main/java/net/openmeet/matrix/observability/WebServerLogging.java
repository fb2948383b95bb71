package net.openmeet.matrix.observability;

import io.helidon.logging.common.spi.LoggingProvider;

/**
 * Tells the web server that logging is configured elsewhere: its System.Logger calls reach Logback by SLF4J. Without a
 * provider it prints a plain line on standard error at each start; its own java.util.logging provider prints two.
 */
public final class WebServerLogging implements LoggingProvider {
    @Override
    public void initialization() {}

    @Override
    public void runTime() {}
}
