package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;

/** What the body of a good answer shows, by the call it answers. */
final class SeenReader {
    private SeenReader() {}

    static Seen read(MatrixCall call, ObjectNode body, int status, Instant askedAt) throws UnexpectedAnswerException {
        return switch (call) {
            case MatrixCall.LookupAlias ignored -> new Seen.AliasTarget(RoomId.of(text(body, "room_id")));
            case MatrixCall.CreateRoom ignored -> new Seen.RoomMade(RoomId.of(text(body, "room_id")));
            case MatrixCall.ReadListing ignored -> listing(text(body, "visibility"));
            case MatrixCall.ReadLevels ignored -> new Seen.Levels(PowerLevels.of(body));
            case MatrixCall.ReadMember ignored -> member(body);
            case MatrixCall.ReadClaim ignored -> claim(body.path(CallRequests.CLAIM_FIELD));
            case MatrixCall.ReadEpoch ignored -> epoch(body);
            case MatrixCall.WhoAmI ignored -> self(text(body, "user_id"));
            case MatrixCall.OfCredential it -> CredentialReader.read(it, body, status, askedAt);
            case MatrixCall.ReadRoom ignored -> throw new UnexpectedAnswerException("a room's state is a list");
            case MatrixCall.PutState ignored -> new Seen.Done();
            case MatrixCall.PutAlias ignored -> new Seen.Done();
            case MatrixCall.DeleteAlias ignored -> new Seen.Done();
            case MatrixCall.ListRoom ignored -> new Seen.Done();
            case MatrixCall.Invite ignored -> new Seen.Done();
            case MatrixCall.Join ignored -> new Seen.Done();
            case MatrixCall.Kick ignored -> new Seen.Done();
            case MatrixCall.Leave ignored -> new Seen.Done();
            case MatrixCall.Register ignored -> new Seen.Done();
            case MatrixCall.PutClaim ignored -> new Seen.Done();
            case MatrixCall.PutEpoch ignored -> new Seen.Done();
            case MatrixCall.PutDisplayName ignored -> new Seen.Done();
            case MatrixCall.PutAvatar ignored -> new Seen.Done();
            case MatrixCall.Deactivate ignored -> new Seen.Done();
        };
    }

    private static Seen listing(String visibility) throws UnexpectedAnswerException {
        return switch (visibility) {
            case "public" -> new Seen.Listing(true);
            case "private" -> new Seen.Listing(false);
            default -> throw new UnexpectedAnswerException("a visibility that is neither public nor private");
        };
    }

    private static Seen member(ObjectNode event) throws UnexpectedAnswerException {
        return EventParts.membership(event)
                .map(Seen.Member::new)
                .orElseThrow(() -> new UnexpectedAnswerException("not a whole m.room.member event"));
    }

    /** What somebody else keeps under our name isn't our claim. */
    private static Seen claim(JsonNode person) {
        return person.isTextual() && !person.textValue().isEmpty()
                ? new Seen.Claim(person.textValue())
                : new Seen.Absent();
    }

    /** Nobody but us writes there: what can't be read isn't a mark of ours any more. */
    private static Seen epoch(ObjectNode body) {
        JsonNode epoch = body.path(CallRequests.EPOCH_FIELD);
        JsonNode heartbeat = body.path(CallRequests.HEARTBEAT_FIELD);
        return epoch.isInt() && heartbeat.isIntegralNumber() && heartbeat.canConvertToLong()
                ? new Seen.Epoch(new EpochMark(epoch.intValue(), heartbeat.longValue()))
                : new Seen.Absent();
    }

    static Seen self(String user) throws UnexpectedAnswerException {
        return EventParts.user(user)
                .map(Seen.Self::new)
                .orElseThrow(() -> new UnexpectedAnswerException("user_id is none"));
    }

    static String text(ObjectNode body, String field) throws UnexpectedAnswerException {
        JsonNode value = body.path(field);
        if (value.isTextual() && !value.textValue().isEmpty()) {
            return value.textValue();
        }
        throw new UnexpectedAnswerException("without " + field);
    }
}
