package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Aliases, the canonical one among them, and the public list. */
interface AliasContract {
    Cast cast();

    private Reply put(Caller by, String alias, String roomId) {
        return by.put("{\"room_id\":\"" + roomId + "\"}", "directory", "room", alias);
    }

    private Reply canonical(String roomId, String content) {
        return cast().bot().put(content, "rooms", roomId, "state", "m.room.canonical_alias");
    }

    private String fresh(String prefix) {
        return cast().alias(cast().fresh(prefix));
    }

    @Test
    default void anAliasIsPutAndFound() {
        // given
        String roomId = cast().privateRoom();
        String alias = fresh("event");

        // when
        put(cast().bot(), alias, roomId).isEmptyOk();

        // then
        Reply found = cast().nobody().get("directory", "room", alias).isOk();
        assertThat(found.text("room_id")).isEqualTo(roomId);
        assertThat(found.body().path("servers")).hasSize(1);
    }

    @Test
    default void anAbsentAliasIsNotFoundWhateverTheToken() {
        String alias = fresh("event");
        String refusal = "Room alias " + alias + " not found";

        cast().nobody().get("directory", "room", alias).isError(404, "M_NOT_FOUND", refusal);
        cast().bot().get("directory", "room", alias).isError(404, "M_NOT_FOUND", refusal);
        cast().withToken("dead").get("directory", "room", alias).isError(404, "M_NOT_FOUND", refusal);
    }

    @Test
    default void aMalformedAliasIsInvalid() {
        cast().bot().get("directory", "room", "garbage").isError(400, "M_INVALID_PARAM", "Room alias invalid");
    }

    @Test
    default void anAliasIsPutOnceEvenToTheSameRoom() {
        String roomId = cast().privateRoom();
        String alias = fresh("event");
        put(cast().bot(), alias, roomId).isOk();

        put(cast().bot(), alias, roomId).isError(409, "M_UNKNOWN", "Room alias " + alias + " already exists");
        put(cast().bot(), alias, cast().privateRoom()).isError(409, "M_UNKNOWN");
    }

    @Test
    default void anAliasNeedsARoom() {
        put(cast().bot(), fresh("event"), "!nowhere:openmeet.test").isError(400, "M_UNKNOWN", "Room does not exist");
        cast().bot().put("{}", "directory", "room", fresh("event")).isError(400, "M_MISSING_PARAM");
    }

    @Test
    default void anAliasHasOnlyLegalCharacters() {
        put(cast().bot(), cast().alias("event-a b"), cast().privateRoom())
                .isError(400, "M_UNKNOWN", "Invalid characters in room alias");
        put(cast().bot(), cast().alias("event-" + "x".repeat(255)), cast().privateRoom())
                .isError(400, "M_INVALID_PARAM", "Can't create aliases longer than 255 characters");
    }

    @Test
    default void theApplicationServiceMakesAliasesOfItsNamespaceOnly() {
        put(cast().bot(), fresh("free"), cast().privateRoom())
                .isError(400, "M_EXCLUSIVE", "This application service has not reserved this kind of alias.");
    }

    @Test
    default void theApplicationServiceNeedsNotBeInTheRoom() {
        // given
        Caller user = cast().user();
        String roomId = user.post("{}", "createRoom").isOk().text("room_id");

        // then
        put(cast().bot(), fresh("event"), roomId).isEmptyOk();
    }

    @Test
    default void usersMakeAliasesOfTheirRoomsOutsideThatNamespace() {
        Caller user = cast().user();
        String roomId = user.post("{}", "createRoom").isOk().text("room_id");

        put(user, fresh("free"), roomId).isEmptyOk();
        put(user, fresh("event"), roomId)
                .isError(400, "M_EXCLUSIVE", "This alias is reserved by an application service.");
        put(cast().user(), fresh("free"), roomId)
                .isError(403, "M_FORBIDDEN", "You must be in the room to create an alias for it");
    }

    @Test
    default void theApplicationServiceDeletesTwiceAndLeavesTheCanonicalAlias() {
        // given
        String name = cast().fresh("event");
        String roomId = cast().room("{\"room_alias_name\":\"" + name + "\"}");

        // when
        cast().bot().delete("directory", "room", cast().alias(name)).isEmptyOk();
        cast().bot().delete("directory", "room", cast().alias(name)).isEmptyOk();

        // then
        cast().bot().get("directory", "room", cast().alias(name)).isError(404, "M_NOT_FOUND");
        assertThat(cast().bot()
                        .get("rooms", roomId, "state", "m.room.canonical_alias")
                        .isOk()
                        .text("alias"))
                .isEqualTo(cast().alias(name));
    }

    @Test
    default void theApplicationServiceDeletesInItsNamespaceOnly() {
        cast().bot()
                .delete("directory", "room", fresh("free"))
                .isError(400, "M_EXCLUSIVE", "This application service has not reserved this kind of alias");
    }

    @Test
    default void aUsersDeleteEmptiesTheCanonicalAliasToo() {
        // given
        Caller user = cast().user();
        String old = cast().fresh("free");
        String roomId = user.post("{\"room_alias_name\":\"" + old + "\"}", "createRoom")
                .isOk()
                .text("room_id");
        String next = fresh("free");
        put(user, next, roomId).isOk();
        user.put(
                        "{\"alias\":\"" + next + "\",\"alt_aliases\":[\"" + cast().alias(old) + "\"]}",
                        "rooms",
                        roomId,
                        "state",
                        "m.room.canonical_alias")
                .isOk();

        // when, then
        user.delete("directory", "room", cast().alias(old)).isEmptyOk();
        assertThat(user.get("rooms", roomId, "state", "m.room.canonical_alias")
                        .isOk()
                        .body())
                .isEqualTo(Json.read("{\"alias\":\"" + next + "\"}"));
        user.delete("directory", "room", next).isEmptyOk();
        assertThat(user.get("rooms", roomId, "state", "m.room.canonical_alias")
                        .isOk()
                        .body())
                .isEqualTo(Json.object());
        user.delete("directory", "room", next).isError(404, "M_NOT_FOUND", "Unknown room alias");
    }

    @Test
    default void strangersDeleteNoAlias() {
        Caller user = cast().user();
        String name = cast().fresh("free");
        user.post("{\"room_alias_name\":\"" + name + "\"}", "createRoom").isOk();

        cast().user().delete("directory", "room", cast().alias(name)).isError(403, "M_FORBIDDEN");
        cast().admin().delete("directory", "room", cast().alias(name)).isEmptyOk();
    }

    @Test
    default void theCanonicalAliasMustPointToTheRoom() {
        // given
        String roomId = cast().privateRoom();
        String elsewhere = fresh("event");
        put(cast().bot(), elsewhere, cast().privateRoom()).isOk();

        // then
        for (String alias : new String[] {fresh("event"), elsewhere}) {
            canonical(roomId, "{\"alias\":\"" + alias + "\"}")
                    .isError(400, "M_BAD_ALIAS", "Room alias " + alias + " does not point to the room");
            canonical(roomId, "{\"alt_aliases\":[\"" + alias + "\"]}").isError(400, "M_BAD_ALIAS");
        }
        canonical(roomId, "{\"alias\":\"garbage\"}").isError(400, "M_INVALID_PARAM");
    }

    @Test
    default void anAliasThatTheCanonicalEventAlreadyNamesIsNotCheckedAgain() {
        // given
        String roomId = cast().privateRoom();
        String kept = fresh("event");
        String gone = fresh("event");
        put(cast().bot(), kept, roomId).isOk();
        put(cast().bot(), gone, roomId).isOk();
        canonical(roomId, "{\"alias\":\"" + kept + "\",\"alt_aliases\":[\"" + gone + "\"]}")
                .isOk();
        cast().bot().delete("directory", "room", gone).isOk();

        // then
        canonical(roomId, "{\"alias\":\"" + kept + "\",\"alt_aliases\":[\"" + gone + "\"],\"x\":1}")
                .isOk();
        canonical(roomId, "{\"alias\":\"" + kept + "\"}").isOk();
    }

    @Test
    default void aRoomIsListedAndUnlisted() {
        // given
        String roomId = cast().publicRoom();

        // when
        cast().bot()
                .put("{\"visibility\":\"public\"}", "directory", "list", "room", roomId)
                .isEmptyOk();

        // then
        assertThat(visibility(roomId)).isEqualTo("public");
        cast().bot()
                .put("{\"visibility\":\"private\"}", "directory", "list", "room", roomId)
                .isEmptyOk();
        assertThat(visibility(roomId)).isEqualTo("private");
    }

    private String visibility(String roomId) {
        return cast().bot().get("directory", "list", "room", roomId).isOk().text("visibility");
    }

    @Test
    default void listingNeedsAKnownRoomAndARankInIt() {
        String roomId = cast().publicRoom();
        Caller person = cast().person();
        String body = "{\"visibility\":\"public\"}";

        person.put(body, "directory", "list", "room", roomId).isError(403, "M_FORBIDDEN");
        person.post("{}", "rooms", roomId, "join").isOk();
        person.put(body, "directory", "list", "room", roomId).isError(403, "M_FORBIDDEN");
        cast().bot().get("directory", "list", "room", "!nowhere:x").isError(404, "M_NOT_FOUND", "Unknown room");
        cast().bot().put(body, "directory", "list", "room", "!nowhere:x").isError(400, "M_UNKNOWN", "Unknown room");
        cast().bot()
                .put("{\"visibility\":\"bogus\"}", "directory", "list", "room", roomId)
                .isError(400, "M_BAD_JSON");
    }
}
