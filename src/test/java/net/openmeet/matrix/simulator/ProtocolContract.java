package net.openmeet.matrix.simulator;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests that are wrong before anybody looks at what they want. */
interface ProtocolContract {
    Cast cast();

    @Test
    default void anUnknownPathIsUnrecognized() {
        cast().bot().get("nonsense").isError(404, "M_UNRECOGNIZED", "Unrecognized request");
        cast().admin().adminGet("v1", "nope").isError(404, "M_UNRECOGNIZED", "Unrecognized request");
    }

    @Test
    default void aWrongMethodIsUnrecognizedOtherwise() {
        cast().bot().delete("createRoom").isError(405, "M_UNRECOGNIZED", "Unrecognized request");
    }

    @Test
    default void aBodyThatIsNotJsonIsRefused() {
        cast().bot().post("{\"name\":", "createRoom").isError(400, "M_NOT_JSON", "Content not JSON.");
        cast().bot().post("", "createRoom").isError(400, "M_NOT_JSON", "Content not JSON.");
        cast().bot()
                .send("POST", "/_matrix/client/v3/createRoom", Optional.empty())
                .isError(400, "M_NOT_JSON", "Content not JSON.");
    }

    @Test
    default void aBodyThatIsNoObjectIsRefused() {
        cast().bot().post("[]", "createRoom").isError(400, "M_BAD_JSON", "Content must be a JSON object.");
    }

    @Test
    default void aDeadTokenIsToldBeforeABadBody() {
        cast().withToken("dead").post("{", "createRoom").isError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    default void aMissingAccountIsToldBeforeABadBody() {
        cast().actingAs(cast().userId(cast().fresh("ghost")))
                .post("{", "createRoom")
                .isError(403, "M_FORBIDDEN");
    }

    @Test
    default void anEncodedSlashStaysInItsSegment() {
        String alias = cast().alias(cast().fresh("event-a/b?c#d"));

        cast().bot()
                .put("{\"room_id\":\"" + cast().privateRoom() + "\"}", "directory", "room", alias)
                .isEmptyOk();
        cast().nobody().get("directory", "room", alias).isOk();
    }
}
