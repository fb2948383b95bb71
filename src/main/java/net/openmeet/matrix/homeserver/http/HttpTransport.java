package net.openmeet.matrix.homeserver.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The connections and threads of this process, shared by the homeservers of all tenants. Each call has a virtual thread of its own:
 * OkHttp's default platform threads made 3–4 thousand calls a second where these made 5–7.
 */
public final class HttpTransport implements AutoCloseable {
    /** Shorter than a server keeps an idle connection (Synapse 60 s, nginx 75 s): a write on a closed one looks like a loss. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ExecutorService threads;
    private final OkHttpClient client;

    /** @param connections how many idle connections are kept: the cap on calls in flight, over all base URLs */
    public HttpTransport(int connections) {
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("homeserver-", 0).factory());
        var dispatcher = new Dispatcher(threads);
        // How many calls may be in flight is decided before a call gets here.
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(connections, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT)
                // Each call has one limit for all of it, and one that trickles would never reach these.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .eventListenerFactory(
                        call -> Objects.requireNonNull(call.request().tag(WireWatch.class), "every request has one"))
                .addInterceptor(new Credentials())
                .addNetworkInterceptor(new LastMoment())
                .build();
    }

    OkHttpClient client() {
        return client;
    }

    /** Cancels the calls in flight, which end as lost or not sent, and closes the connections. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        threads.close();
        client.connectionPool().evictAll();
    }
}
