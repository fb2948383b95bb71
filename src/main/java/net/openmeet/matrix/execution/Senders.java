package net.openmeet.matrix.execution;

import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;

/** Who sends a call, as the homeserver counts its rate limits. */
final class Senders {
    private Senders() {}

    static UserId of(MatrixCall call, UserId bot) {
        return switch (call) {
            case MatrixCall.Join join -> join.user();
            case MatrixCall.Leave leave -> leave.user();
            case MatrixCall.Invite invite -> invite.as().orElse(bot);
            case MatrixCall.PutState put -> put.as().orElse(bot);
            case MatrixCall.Register ignored -> bot;
            case MatrixCall.Deactivate ignored -> bot;
            case MatrixCall.OfAccount account -> account.user();
            default -> bot;
        };
    }
}
