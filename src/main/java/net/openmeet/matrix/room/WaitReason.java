package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why something isn't done yet, and whose turn it is. */
public enum WaitReason {
    /** A new room waits a moment for the members that come with it. */
    SETTLING(Turn.OURS),
    /** Backing off after a failure. */
    RETRY(Turn.OURS),
    /** The homeserver doesn't answer, or asked us to slow down. */
    HOMESERVER(Turn.OURS),
    /** A credential is being repaired. */
    CREDENTIAL(Turn.OURS),
    /** A call had no answer; it may still take effect, and we look before we go on. */
    UNCERTAIN(Turn.OURS),
    /** The room seems to be gone; we look twice, 30 s apart. */
    ROOM_GONE(Turn.OURS),
    /** An alias points to a room that nobody is in; we look twice, 30 s apart. */
    ORPHAN_ALIAS(Turn.OURS),
    /** Something in this service threw over it: a newer fact, a poke or a corrected version lets it go on. */
    BROKEN(Turn.OURS),
    /** The bot lacks the rights or the place it needs, or the homeserver refuses everybody the like. */
    MISCONFIGURED(Turn.OURS),
    /** OpenMeet hasn't announced the room, or it is a draft. */
    ROOM_NOT_ANNOUNCED(Turn.OPENMEET),
    /** OpenMeet hasn't registered the person's handle. */
    NO_HANDLE(Turn.OPENMEET),
    /** The person has no account yet. */
    NO_ACCOUNT(Turn.OPENMEET),
    /** The person's handle is somebody else's. */
    IDENTITY_REFUSED(Turn.OPENMEET),
    /** The alias is the canonical one of another group or event. */
    ALIAS_HELD(Turn.OPENMEET),
    /** The person was banned in the room by a moderator, which we respect. */
    BANNED(Turn.OPENMEET),
    /** The person left, or was kicked by somebody else, which we respect. */
    LEFT(Turn.OPENMEET),
    /** It was refused for good and dead-lettered: a newer fact or a replay revives it. */
    DEAD_LETTERED(Turn.OPENMEET),
    /** As it should be; looked at once more when what an instance that had the lane before last sent can't take effect any more. */
    VERIFYING(Turn.OURS);

    /** Whose turn it is. Ages and alerts count ours only. */
    public enum Turn {
        OURS,
        OPENMEET
    }

    private final Turn turn;

    WaitReason(Turn turn) {
        this.turn = turn;
    }

    public Turn turn() {
        return turn;
    }

    /** The word in state, metrics and what OpenMeet reads back. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static WaitReason ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
