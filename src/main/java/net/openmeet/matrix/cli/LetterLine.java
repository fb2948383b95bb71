package net.openmeet.matrix.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.deadletter.About;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterStanding;

/**
 * One letter in the JSON of {@code dead-letters list --json}: a contract, additive only. Without the message, which may name somebody.
 *
 * @param state {@code open}, {@code parked}, {@code unanswered}, {@code replayed}, {@code discarded} or {@code overtaken}
 * @param origin where the fact it is about first stood
 * @param pass the how manieth time it would be to replay what it is about
 * @param bytes how large its value is
 * @param done what was done with it
 * @param newer the newer letter about the same
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LetterLine(
        String id,
        String state,
        Instant at,
        String reason,
        Optional<String> errcode,
        Optional<String> tenant,
        Optional<String> lane,
        Optional<String> type,
        Optional<String> field,
        Optional<String> slot,
        Optional<String> attribute,
        Optional<String> call,
        Optional<String> source,
        Optional<String> origin,
        Optional<Integer> attempts,
        Optional<Integer> pass,
        int bytes,
        Optional<Disposition> done,
        Optional<String> newer) {

    static LetterLine of(Letter letter, LetterStanding standing, int cap) {
        Optional<About.Event> event = as(About.Event.class, letter.about());
        Optional<About.Operation> operation = as(About.Operation.class, letter.about());
        Optional<LetterStanding.Done> done = as(LetterStanding.Done.class, standing);
        return new LetterLine(
                letter.id().toString(),
                standing.word(cap),
                letter.at(),
                letter.reason(),
                letter.errcode(),
                letter.tenant(),
                letter.lane().map(Object::toString),
                event.flatMap(About.Event::type),
                event.flatMap(About.Event::field),
                operation.map(About.Operation::slot),
                operation.flatMap(About.Operation::attribute),
                operation.flatMap(About.Operation::call),
                event.flatMap(About.Event::source).map(Object::toString),
                letter.about().origin().map(Object::toString),
                operation.map(About.Operation::attempts),
                as(LetterStanding.Open.class, standing)
                        .map(LetterStanding.Open::pass)
                        .or(() -> done.map(LetterStanding.Done::pass)),
                letter.bytes(),
                done.map(LetterStanding.Done::disposition),
                as(LetterStanding.Overtaken.class, standing).map(it -> it.by().toString()));
    }

    private static <T> Optional<T> as(Class<T> type, Object value) {
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }
}
