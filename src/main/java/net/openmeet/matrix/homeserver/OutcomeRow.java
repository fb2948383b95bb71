package net.openmeet.matrix.homeserver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.Answer.Refusal;

/**
 * One row of the table. It matches where all its columns do; a column that isn't given matches everything. Without a status a row
 * is about 4xx answers: what a server answers while it fails decides nothing.
 */
record OutcomeRow(
        Calls calls, Token token, Status status, Code errcode, Optional<String> text, OutcomeVerdict verdict) {

    /** Starts a row about any call. */
    static OutcomeRow any() {
        return about("any", call -> true);
    }

    /** Starts a row about some kinds of calls. */
    static OutcomeRow to(Class<?>... kinds) {
        String name = Stream.of(kinds).map(Class::getSimpleName).collect(Collectors.joining(", "));
        return about(name, call -> List.of(kinds).contains(call.getClass()));
    }

    static OutcomeRow reads() {
        return about("reads", call -> call instanceof MatrixCall.Read);
    }

    static OutcomeRow writes() {
        return about("writes", call -> !(call instanceof MatrixCall.Read));
    }

    private static OutcomeRow about(String name, Predicate<MatrixCall> calls) {
        return new OutcomeRow(
                new Calls(name, calls),
                new Token("", sentWith -> true),
                new Status("4xx", status -> status >= 400 && status < 500),
                new Code("", errcode -> true),
                Optional.empty(),
                OutcomeVerdict.REJECTED);
    }

    /** About calls sent with a token of such an owner. */
    OutcomeRow sentWith(Class<? extends TokenOwner> owner) {
        var of = new Token(
                owner.getSimpleName(),
                sentWith ->
                        sentWith.map(SentWith::owner).filter(owner::isInstance).isPresent());
        return new OutcomeRow(calls, of, status, errcode, text, verdict);
    }

    OutcomeRow status(int... codes) {
        List<Integer> all = Arrays.stream(codes).boxed().toList();
        String name = all.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new OutcomeRow(calls, token, new Status(name, all::contains), errcode, text, verdict);
    }

    OutcomeRow statusBetween(int first, int last) {
        var status = new Status(first + "–" + last, code -> code >= first && code <= last);
        return new OutcomeRow(calls, token, status, errcode, text, verdict);
    }

    OutcomeRow on(String code) {
        return onAnyOf(code);
    }

    OutcomeRow on(String code, String part) {
        return new OutcomeRow(calls, token, status, onAnyOf(code).errcode, Optional.of(part), verdict);
    }

    OutcomeRow onAnyOf(String... codes) {
        var code = new Code(
                String.join(", ", codes),
                found -> found.map(List.of(codes)::contains).orElse(false));
        return new OutcomeRow(calls, token, status, code, text, verdict);
    }

    OutcomeRow noErrcode() {
        return new OutcomeRow(calls, token, status, new Code("none", Optional::isEmpty), text, verdict);
    }

    OutcomeRow means(OutcomeVerdict means) {
        return new OutcomeRow(calls, token, status, errcode, text, means);
    }

    boolean matches(MatrixCall call, Refusal refusal) {
        return calls.test().test(call)
                && token.test().test(refusal.sentWith())
                && status.test().test(refusal.status())
                && errcode.test().test(refusal.errcode())
                && text.map(part -> refusal.error().contains(part)).orElse(true);
    }

    record Calls(String name, Predicate<MatrixCall> test) {}

    record Token(String name, Predicate<Optional<SentWith>> test) {}

    record Status(String name, IntPredicate test) {}

    record Code(String name, Predicate<Optional<String>> test) {}
}
