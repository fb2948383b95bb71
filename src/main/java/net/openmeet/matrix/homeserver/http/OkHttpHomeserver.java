package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallError;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.CallListener.Attempt;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.Homeserver;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.trace.Tracing;
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
    private final Tracing tracing;
    private final HttpUrl base;

    /** @param listener told of every attempt */
    public OkHttpHomeserver(HttpTransport transport, HttpSettings settings, CallListener listener) {
        this(transport, settings, listener, Tracing.none());
    }

    /**
     * The same, with somebody who is shown the spans of its requests.
     *
     * @param listener told of every attempt
     */
    public OkHttpHomeserver(HttpTransport transport, HttpSettings settings, CallListener listener, Tracing tracing) {
        this.tracing = tracing;
        this.transport = transport;
        this.settings = settings;
        this.listener = listener;
        this.requests = new CallRequests(settings.bot());
        this.base = HttpUrl.get(settings.baseUrl().toString());
    }

    @Override
    public CompletableFuture<Answer> send(MatrixCall matrixCall, BooleanSupplier lease, CallTrace trace) {
        CallRequest request = requests.of(matrixCall);
        var watch = new WireWatch(lease);
        var tokenUse = new TokenUse(settings.bearers(), request);
        Request.Builder http = request.toHttp(base)
                .header("User-Agent", "openmeet-matrix")
                .tag(WireWatch.class, watch)
                .tag(TokenUse.class, tokenUse);
        CallSpan span = CallSpan.begin(tracing, request, base, settings.tenant(), trace);
        span.writeTo(http);
        Call call = transport.client().newCall(http.build());
        Duration timeout = settings.timeouts().of(request.pace());
        call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        var exchange = new Exchange(matrixCall, request, watch, tokenUse, span, System.nanoTime());
        call.enqueue(exchange);
        return exchange.answer;
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
        private final TokenUse tokenUse;
        private final CallSpan span;
        private final long sentAt;

        Exchange(
                MatrixCall matrixCall,
                CallRequest request,
                WireWatch watch,
                TokenUse tokenUse,
                CallSpan span,
                long sentAt) {
            this.matrixCall = matrixCall;
            this.request = request;
            this.watch = watch;
            this.tokenUse = tokenUse;
            this.span = span;
            this.sentAt = sentAt;
        }

        @Override
        public void onFailure(Call call, IOException e) {
            end(Failures.answer(e, watch.begun(), tokenUse.sentWith()), OptionalInt.empty());
        }

        @Override
        public void onResponse(Call call, Response response) {
            // Whatever goes wrong here, the lane that waits for this answer must hear of it.
            Answer read = new Answer.Lost("its answer could not be read");
            try (response) {
                read = AnswerReader.read(matrixCall, response, tokenUse.sentWith());
            } finally {
                end(read, OptionalInt.of(response.code()));
            }
        }

        private void end(Answer ended, OptionalInt status) {
            try {
                span.end(matrixCall, ended, status);
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
                    watch.wasWithheld() ? Optional.empty() : CallError.of(matrixCall, ended),
                    Duration.ofNanos(System.nanoTime() - sentAt));
        }
    }
}
