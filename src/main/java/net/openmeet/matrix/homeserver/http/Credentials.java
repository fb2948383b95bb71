package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Puts the token on a request, on its I/O thread: a source may read a file. */
final class Credentials implements Interceptor {
    private static final String PREFIX = "Bearer ";
    /** RFC 6750's b68token: what can't break out of the header. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=:-]+");

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        TokenSource source = request.tag(TokenSource.class);
        if (source == null) {
            throw new MissingCredentialException("none is configured for this call");
        }
        return chain.proceed(request.newBuilder()
                .header("Authorization", PREFIX + token(source))
                .build());
    }

    /** The token that {@code request} was sent with, to keep it out of texts. */
    static String of(Request request) {
        String header = request.header("Authorization");
        return header == null ? "" : header.substring(PREFIX.length());
    }

    private static String token(TokenSource source) throws MissingCredentialException {
        String token;
        try {
            token = source.current().strip();
        } catch (RuntimeException e) {
            // Its message may quote what was read.
            throw new MissingCredentialException(
                    "it could not be read: " + e.getClass().getSimpleName());
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new MissingCredentialException("it is empty or holds characters no token has");
        }
        return token;
    }

    /** There is no token to send a request with. The message never holds any part of one. */
    static final class MissingCredentialException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String why;

        MissingCredentialException(String why) {
            super("No access token: " + why);
            this.why = "No access token: " + why;
        }

        String why() {
            return why;
        }
    }
}
