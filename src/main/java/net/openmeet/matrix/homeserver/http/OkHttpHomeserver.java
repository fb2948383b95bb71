package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.CallListener.Attempt;
import net.openmeet.matrix.homeserver.CallListener.Sender;
import net.openmeet.matrix.homeserver.Homeserver;
import net.openmeet.matrix.homeserver.MatrixCall;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A homeserver over HTTP. An attempt is one request: nothing is sent twice or redirected. How an attempt ended is told apart by
 * whether writing had begun and whether the answer was read to its end, because only then is anything certain.
 */
public final class OkHttpHomeserver implements Homeserver {
    private final HttpTransport transport;
    private final HttpSettings settings;
    private final CallListener listener;
    private final CallRequests requests;
    private final HttpUrl base;

    /** @param listener told of every attempt */
    public OkHttpHomeserver(HttpTransport transport, HttpSettings settings, CallListener listener) {
        this.transport = transport;
        this.settings = settings;
        this.listener = listener;
        this.requests = new CallRequests(settings.bot());
        this.base = HttpUrl.get(settings.baseUrl().toString());
    }

    @Override
    public CompletableFuture<Answer> send(MatrixCall matrixCall, BooleanSupplier lease) {
        CallRequest request = requests.of(matrixCall);
        var watch = new WireWatch(lease);
        Request.Builder http =
                request.toHttp(base).header("User-Agent", "openmeet-matrix").tag(WireWatch.class, watch);
        token(request.sender()).ifPresent(source -> http.tag(TokenSource.class, source));
        Call call = transport.client().newCall(http.build());
        Duration timeout = settings.timeouts().of(request.pace());
        call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        var exchange = new Exchange(matrixCall, request, watch, System.nanoTime());
        call.enqueue(exchange);
        return exchange.answer;
    }

    private Optional<TokenSource> token(Sender sender) {
        return switch (sender) {
            case BOT, USER -> Optional.of(settings.appservice());
            case ADMIN -> settings.admin();
        };
    }

    @Override
    public String toString() {
        return "OkHttpHomeserver[" + settings + "]";
    }

    /** One attempt on its way. */
    private final class Exchange implements Callback {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final MatrixCall matrixCall;
        private final CallRequest request;
        private final WireWatch watch;
        private final long sentAt;

        Exchange(MatrixCall matrixCall, CallRequest request, WireWatch watch, long sentAt) {
            this.matrixCall = matrixCall;
            this.request = request;
            this.watch = watch;
            this.sentAt = sentAt;
        }

        @Override
        public void onFailure(Call call, IOException e) {
            end(Failures.answer(e, watch.begun()), OptionalInt.empty());
        }

        @Override
        public void onResponse(Call call, Response response) {
            // Whatever goes wrong here, the lane that waits for this answer must hear of it.
            Answer read = new Answer.Lost("its answer could not be read");
            try (response) {
                read = AnswerReader.read(matrixCall, response);
            } finally {
                end(read, OptionalInt.of(response.code()));
            }
        }

        private void end(Answer ended, OptionalInt status) {
            try {
                listener.ended(attempt(ended, status));
            } finally {
                answer.complete(ended);
            }
        }

        private Attempt attempt(Answer ended, OptionalInt status) {
            boolean complete = ended instanceof Answer.Good || ended instanceof Answer.Refusal;
            Optional<String> errcode = ended instanceof Answer.Refusal refusal ? refusal.errcode() : Optional.empty();
            return new Attempt(
                    settings.tenant(),
                    request.route(),
                    request.sender(),
                    complete ? status : OptionalInt.empty(),
                    errcode,
                    Duration.ofNanos(System.nanoTime() - sentAt));
        }
    }
}
