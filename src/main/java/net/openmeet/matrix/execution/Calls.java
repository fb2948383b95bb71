package net.openmeet.matrix.execution;

import java.util.function.Consumer;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcomes;

/** Sends calls so that, whatever becomes of one, its gate and whoever sent it hear of its end. */
final class Calls {
    private Calls() {}

    /**
     * Sends a call for which a ticket was granted.
     *
     * @param trace which trace it is for; told as which span it goes
     * @param ended told once, on an I/O thread
     * @throws RuntimeException if it can't even be sent; nothing is told then, and the ticket is still the caller's
     */
    // What ended() throws can only be told to nobody: it has told the outcome by then.
    @SuppressWarnings("FutureReturnValueIgnored")
    static void send(Tenant tenant, MatrixCall call, Permit permit, CallTrace trace, Consumer<Outcome> ended) {
        tenant.homeserver()
                .send(call, permit, trace)
                .exceptionally(failure ->
                        new Answer.Lost("the call failed: " + failure.getClass().getSimpleName()))
                .thenAccept(answer -> ended(tenant.gate(), call, answer, permit, ended));
    }

    private static void ended(CallGate gate, MatrixCall call, Answer answer, Permit permit, Consumer<Outcome> ended) {
        Outcome outcome = new Outcome.Uncertain("its answer could not be classified");
        try {
            outcome = Outcomes.classify(call, answer);
        } finally {
            if (permit.wasWithheld()) {
                gate.abandoned();
            } else if (answer instanceof Answer.Lost) {
                gate.unanswered();
            } else {
                gate.done(outcome);
            }
            ended.accept(outcome);
        }
    }
}
