package net.openmeet.matrix.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A request as it was read from the socket. */
final class WireRequest {
    private final String method;
    private final String path;
    private final Map<String, String> query = new HashMap<>();
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * Takes a request apart.
     *
     * @param target path and query, still encoded
     * @param headers by lower-case name
     */
    WireRequest(String method, String target, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.headers = headers;
        this.body = body;
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.put(form(name), form(value));
            }
        }
    }

    private static String form(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    String method() {
        return method;
    }

    /** Still encoded. */
    String path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
