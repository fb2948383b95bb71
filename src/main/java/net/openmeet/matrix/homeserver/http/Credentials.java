package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import net.openmeet.matrix.homeserver.http.TokenUse.Presented;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Puts the token on a request, and whom it acts as, on its I/O thread: where tokens come from may read a file. */
final class Credentials implements Interceptor {
    private static final String PREFIX = "Bearer ";
    /** RFC 6750's b68token: what can't break out of the header. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=:-]+");

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        TokenUse use = Objects.requireNonNull(request.tag(TokenUse.class), "every request has one");
        Optional<Presented> presented = decide(use);
        return chain.proceed(presented.isPresent() ? with(presented.get(), request) : request);
    }

    /** The token that {@code request} was sent with, to keep it out of texts. */
    static String of(Request request) {
        String header = request.header("Authorization");
        return header == null ? "" : header.substring(PREFIX.length());
    }

    private static Optional<Presented> decide(TokenUse use) throws MissingCredentialException {
        try {
            return use.decide();
        } catch (RuntimeException e) {
            // Its message may quote what was read.
            throw new MissingCredentialException(
                    "it could not be read: " + e.getClass().getSimpleName());
        }
    }

    private static Request with(Presented presented, Request request) throws MissingCredentialException {
        String token = presented.token().reveal().strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new MissingCredentialException("it is empty or holds characters no token has");
        }
        HttpUrl.Builder url = request.url().newBuilder();
        presented.as().ifPresent(user -> url.addQueryParameter("user_id", user.toString()));
        return request.newBuilder()
                .url(url.build())
                .header("Authorization", PREFIX + token)
                .build();
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
