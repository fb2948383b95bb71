package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.UserId;

/** Gives the bot its level back where it lost it: as a local user who has it. Where nobody can, somebody has to mend it. */
final class Authority {
    static final String POWER = "power";

    private Authority() {}

    static Optional<Plan> next(Planning p) {
        Power power = p.body().power();
        if (power.doubted()) {
            return LevelWrites.read(p);
        }
        if (power.levels().isEmpty() || power.missing() || p.botLevel() >= Policy.BOT_LEVEL) {
            return Optional.empty();
        }
        if (power.shortSince().isPresent()) {
            Instant again = power.shortSince().get().plus(p.policy.patience().recheck());
            if (p.now.isBefore(again)) {
                p.waitFor(WaitReason.MISCONFIGURED, Optional.of(again));
                return Optional.empty();
            }
            p.body(p.body().with(power.anew()));
            return LevelWrites.read(p);
        }
        if (!power.fresh()) {
            return LevelWrites.read(p);
        }
        PowerLevels levels = power.levels().get();
        int needed = Math.max(levels.toSend(LevelRules.EVENT_TYPE), p.botLevel() + 1);
        List<UserId> allies = LevelRules.allies(p.body(), p.policy, needed);
        if (allies.isEmpty()) {
            return lack(p, levels);
        }
        UserId ally = allies.getFirst();
        int level = Math.min(Policy.BOT_LEVEL, levels.of(ally));
        return p.call(
                new MatrixCall.PutState(
                        p.room(),
                        new RoomState.Levels(levels.with(Map.of(p.policy.bot(), Optional.of(level)))),
                        Optional.of(ally)),
                LevelWrites.TARGET);
    }

    private static Optional<Plan> lack(Planning p, PowerLevels levels) {
        String have = String.valueOf(levels.of(p.policy.bot()));
        String detail = "The bot has level " + have + " and nobody local can raise it";
        if (!p.body().wasRefused(POWER, have)) {
            p.refuse(LevelWrites.TARGET, Optional.empty(), "misconfigured", detail);
        }
        p.body(p.body()
                .withRefused(POWER, have, new Problem("misconfigured", Optional.empty(), detail, p.now))
                .with(p.body().power().shortSince(p.now)));
        p.waitFor(WaitReason.MISCONFIGURED, p.now, p.policy.patience().recheck());
        return Optional.empty();
    }
}
