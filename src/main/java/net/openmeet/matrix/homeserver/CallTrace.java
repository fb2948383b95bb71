package net.openmeet.matrix.homeserver;

import java.util.List;
import java.util.Optional;

/**
 * For which trace a call is made, and which span of it the call became. It is handed on with the call: a context that was left in a thread
 * would not reach the one that sends, nor the one that learns. Contexts are text, as {@code traceparent} writes them.
 *
 * <p>Safe for several threads.
 */
public final class CallTrace {
    private final Optional<String> parent;
    private final List<String> links;
    private final Optional<String> lane;
    private final int attempt;
    private volatile Optional<String> span = Optional.empty();

    private CallTrace(Optional<String> parent, List<String> links, Optional<String> lane, int attempt) {
        this.parent = parent;
        this.links = List.copyOf(links);
        this.lane = lane;
        this.attempt = attempt;
    }

    /** Of a call that nobody's event asked for. */
    public static CallTrace none() {
        return of(Optional.empty());
    }

    /** Of a call for no lane. */
    public static CallTrace of(Optional<String> parent) {
        return new CallTrace(parent, List.of(), Optional.empty(), 1);
    }

    /**
     * Of a lane's call.
     *
     * @param parent the context of the newest fact that asked for it
     * @param links those of others that it is for as well, and of the attempt before
     * @param attempt 1 for the first
     */
    public static CallTrace of(Optional<String> parent, List<String> links, String lane, int attempt) {
        return new CallTrace(parent, links, Optional.of(lane), attempt);
    }

    /** What asked for it. */
    public Optional<String> parent() {
        return parent;
    }

    /** What else it has to do with. */
    public List<String> links() {
        return links;
    }

    /** The lane it is for. */
    public Optional<String> lane() {
        return lane;
    }

    /** Which attempt it is, from 1. */
    public int attempt() {
        return attempt;
    }

    /** A request of it goes as this span; told right before it is sent. */
    public void sentAs(String traceparent) {
        span = Optional.of(traceparent);
    }

    /** The context of what follows from it: that of the last request sent for it, or else what asked for it. */
    public Optional<String> context() {
        return span.or(() -> parent);
    }
}
