package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request and the connection its answer goes to: whole, in part, or as a reset. */
final class Exchange {
    private final WireRequest request;
    private final Socket socket;
    private boolean open = true;

    Exchange(WireRequest request, Socket socket) {
        this.request = request;
        this.socket = socket;
    }

    WireRequest request() {
        return request;
    }

    /** False once the server went down: what hangs then never happens. */
    boolean isConnected() {
        return !socket.isClosed();
    }

    /** Whether the connection can carry another request. */
    boolean isOpen() {
        return open && !socket.isClosed();
    }

    void send(Answer answer) throws IOException {
        byte[] bytes = bytes(answer);
        socket.getOutputStream().write(bytes); // one write, one packet: no wait for an acknowledgement
    }

    /** All headers and half the body, then the end of the stream. */
    void sendTruncated(Answer answer) throws IOException {
        byte[] bytes = bytes(answer);
        int bodyLength = Json.write(answer.body()).length;
        socket.getOutputStream().write(bytes, 0, bytes.length - Math.max(1, bodyLength / 2));
        open = false;
        socket.close();
    }

    /** A zero linger time makes close send RST, as the kernel does for a killed process. */
    void reset() throws IOException {
        open = false;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static byte[] bytes(Answer answer) throws IOException {
        JsonNode json = answer.body();
        boolean isText = json.isTextual();
        byte[] body = isText ? json.asText().getBytes(StandardCharsets.UTF_8) : Json.write(json);
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" .\r\n");
        head.append("Content-Type: ")
                .append(isText ? "text/plain" : "application/json")
                .append("\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length + 2);
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        return out.toByteArray();
    }
}
