package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** Display names, avatars and account data. */
interface ProfileContract {
    Cast cast();

    private static String name(String name) {
        return """
                {"displayname":"%s"}""".formatted(name);
    }

    @Test
    default void aNewUserIsNamedAfterTheLocalpart() {
        Caller person = cast().person();

        Reply reply = cast().nobody().get("profile", person.id()).isOk();

        assertThat(reply.text("displayname"))
                .isEqualTo(person.id().substring(1, person.id().indexOf(':')));
    }

    @Test
    default void aDisplayNameIsSetAndRead() {
        Caller person = cast().person();

        person.put(name("Ann 🎉"), "profile", person.id(), "displayname").isEmptyOk();

        assertThat(cast().bot().get("profile", person.id()).isOk().text("displayname"))
                .isEqualTo("Ann 🎉");
    }

    @Test
    default void aDisplayNameReachesTheRoomsTheUserIsIn() {
        // given
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        // when
        person.put(name("Renamed"), "profile", person.id(), "displayname").isEmptyOk();

        // then (Synapse answers before it has told the rooms)
        await().untilAsserted(() -> {
            Reply member = cast().bot().get("rooms", roomId, "state", "m.room.member", person.id());
            assertThat(member.text("displayname")).isEqualTo("Renamed");
            assertThat(member.text("membership")).isEqualTo("join");
        });
    }

    @Test
    default void aProfileWithoutNameAndAvatarIsNotFound() {
        Caller person = cast().person();

        person.put(name(""), "profile", person.id(), "displayname").isEmptyOk();

        cast().bot().get("profile", person.id()).isError(404, "M_NOT_FOUND", "Profile was not found");
        assertThat(cast().bot()
                        .get("profile", person.id(), "displayname")
                        .isOk()
                        .body()
                        .path("displayname")
                        .isNull())
                .isTrue();
    }

    @Test
    default void theProfileOfNobodyIsNotFoundInOtherWords() {
        cast().bot()
                .get("profile", cast().userId(cast().fresh("ghost")))
                .isError(404, "M_UNKNOWN", "No row found (profiles)");
    }

    @Test
    default void onlyOwnersSetADisplayName() {
        Caller person = cast().person();

        cast().bot()
                .put(name("x"), "profile", person.id(), "displayname")
                .isError(400, "M_FORBIDDEN", "Cannot set another user's displayname");
    }

    @Test
    default void aDisplayNameHasAtMost256Characters() {
        Caller person = cast().person();

        person.put(name("x".repeat(256)), "profile", person.id(), "displayname").isEmptyOk();
        person.put(name("x".repeat(257)), "profile", person.id(), "displayname")
                .isError(400, "M_UNKNOWN", "Displayname is too long (max 256)");
    }

    @Test
    default void aDisplayNameIsText() {
        Caller person = cast().person();

        person.put("{\"displayname\":5}", "profile", person.id(), "displayname").isError(400, "M_INVALID_PARAM");
        person.put("{}", "profile", person.id(), "displayname").isError(400, "M_MISSING_PARAM");
    }

    @Test
    default void anAvatarIsSetAndRead() {
        Caller person = cast().person();

        person.put("""
                        {"avatar_url":"mxc://openmeet.test/abc"}""", "profile", person.id(), "avatar_url").isEmptyOk();

        assertThat(cast().bot().get("profile", person.id()).isOk().text("avatar_url"))
                .isEqualTo("mxc://openmeet.test/abc");
    }

    @Test
    default void accountDataIsKeptForItsOwner() {
        Caller person = cast().person();

        person.put("{\"lane\":\"t/user/9\"}", "user", person.id(), "account_data", "net.openmeet.user")
                .isEmptyOk();

        assertThat(person.get("user", person.id(), "account_data", "net.openmeet.user")
                        .isOk()
                        .text("lane"))
                .isEqualTo("t/user/9");
    }

    @Test
    default void absentAccountDataIsNotFound() {
        Caller person = cast().person();

        person.get("user", person.id(), "account_data", "net.openmeet.user")
                .isError(404, "M_NOT_FOUND", "Account data not found");
    }

    @Test
    default void theBotKeepsAccountDataOfItsOwn() {
        Caller bot = cast().bot();
        String type = cast().fresh("net.openmeet.epoch");

        bot.put("{\"epoch\":1}", "user", bot.id(), "account_data", type).isEmptyOk();

        assertThat(bot.get("user", bot.id(), "account_data", type)
                        .isOk()
                        .body()
                        .path("epoch")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    default void accountDataOfOthersIsForbidden() {
        Caller person = cast().person();

        cast().bot()
                .get("user", person.id(), "account_data", "net.openmeet.user")
                .isError(403, "M_FORBIDDEN");
        cast().bot()
                .put("{}", "user", person.id(), "account_data", "net.openmeet.user")
                .isError(403, "M_FORBIDDEN");
    }
}
