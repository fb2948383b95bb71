package net.openmeet.matrix.config;

/**
 * Where an instance listens, written {@code host:port}.
 *
 * @param host a name or an address; one of IPv6 in brackets
 */
public record HostPort(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
