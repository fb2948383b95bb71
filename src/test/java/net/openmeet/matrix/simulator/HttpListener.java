package net.openmeet.matrix.simulator;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small HTTP/1.1 server on loopback, a virtual thread a connection. Written here because faults need what the JDK's
 * server hides: the socket (to reset it, to break off an answer) and TCP_NODELAY without a JVM-wide property.
 */
final class HttpListener implements AutoCloseable {
    /** Answers one exchange, or leaves it without an answer. */
    @FunctionalInterface
    interface Service {
        void serve(Exchange exchange) throws IOException, InterruptedException;
    }

    private static final int BACKLOG = 1024;
    private static final int LONGEST_LINE = 65_536;

    private final ServerSocket server;
    private final Service service;
    private final Thread acceptor;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** Listens on this port of 127.0.0.1; 0 takes a free one. */
    HttpListener(int port, Service service) {
        this.service = service;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true); // the same port again right after going down
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = Thread.ofVirtual().name("simulator-accept").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().name("simulator-connection").start(() -> converse(connection));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 16_384);
            Exchange exchange;
            do {
                Optional<WireRequest> request = read(in);
                if (request.isEmpty()) {
                    return;
                }
                exchange = new Exchange(request.get(), connection);
                service.serve(exchange);
            } while (exchange.isOpen());
        } catch (IOException gone) {
            // the client went away, or the server did: both are what this class is for
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static Optional<WireRequest> read(InputStream in) throws IOException {
        String requestLine = line(in);
        if (requestLine.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] words = requestLine.split(" ", -1);
        return Optional.of(new WireRequest(words[0], words[1], headers, body));
    }

    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (length == 0) {
                    return "";
                }
                throw new EOFException("in the middle of a request");
            }
            if (length == line.length) {
                if (length >= LONGEST_LINE) {
                    throw new IOException("request line too long");
                }
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) c;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Refuses connections from now on and resets those that are open, as a killed process does. */
    @Override
    public void close() {
        try {
            server.close();
            acceptor.join(); // the port is free only when nobody waits in accept any more
            connections.forEach(HttpListener::reset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while going down", e);
        }
    }

    private static void reset(Socket connection) {
        try (connection) {
            connection.setSoLinger(true, 0);
        } catch (IOException closedMeanwhile) {
            // its client, or its own thread, was first
        }
    }
}
