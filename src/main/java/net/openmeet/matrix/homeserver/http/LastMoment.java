package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Stands between a connected socket and the request: the last place to hold a request back, seconds after it was sent if connecting
 * was slow.
 */
final class LastMoment implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        WireWatch watch = Objects.requireNonNull(request.tag(WireWatch.class), "every request has one");
        if (!watch.mayBegin()) {
            throw new IOException("this instance no longer owns the lane");
        }
        Response response = chain.proceed(request);
        // OkHttp sends a request again, unasked, that was answered 503 with Retry-After: 0. An attempt is one request,
        // and no wait
        // asked for is the same as none.
        return response.code() == 503 && response.header("Retry-After", "").matches("0+")
                ? response.newBuilder().removeHeader("Retry-After").build()
                : response;
    }
}
