package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Display names and avatars, and the member events that carry them into every room of a user. */
final class Profiles {
    private static final int MOST_NAME_CHARACTERS = 256;

    private final Database database;
    private final SimulatorSettings settings;

    Profiles(Database database, SimulatorSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    ObjectNode read(String user) {
        Account account = existing(user);
        if (account.displayName().isEmpty() && account.avatarUrl().isEmpty()) {
            throw MatrixError.notFound("Profile was not found");
        }
        ObjectNode profile = Json.object();
        account.displayName().ifPresent(name -> profile.put("displayname", name));
        account.avatarUrl().ifPresent(url -> profile.put("avatar_url", url));
        return profile;
    }

    ObjectNode readField(String user, String field) {
        Account account = existing(user);
        Optional<String> value = field.equals("displayname") ? account.displayName() : account.avatarUrl();
        return Json.object().put(field, value.orElse(null));
    }

    private Account existing(String user) {
        return database.accounts().find(user).orElseThrow(() -> MatrixError.unknown(404, "No row found (profiles)"));
    }

    void write(Actor actor, String user, String field, ObjectNode body) {
        database.accounts().requireUnsuspended(actor.userId(), "Updating profile");
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            throw MatrixError.missingParam("Missing key '" + field + "'");
        }
        if (!user.equals(actor.userId()) && !database.accounts().isAdmin(actor.userId())) {
            String what = field.equals("displayname") ? "displayname" : "avatar_url";
            throw new MatrixError(400, "M_FORBIDDEN", "Cannot set another user's " + what);
        }
        if (!value.isTextual()) {
            throw MatrixError.invalidParam("'" + field + "' must be a string");
        }
        if (field.equals("displayname") && value.asText().codePoints().count() > MOST_NAME_CHARACTERS) {
            throw MatrixError.unknown(400, "Displayname is too long (max 256)");
        }
        // an application service's sender exists without being registered, and Synapse trips over its missing row
        Account account = database.accounts().find(user).orElseThrow(MatrixError::internal);
        set(account, field, Optional.of(value.asText()).filter(text -> !text.isEmpty()));
    }

    void set(Account account, String field, Optional<String> value) {
        if (field.equals("displayname")) {
            account.rename(value);
        } else {
            account.showAvatar(value);
        }
        database.rooms().stream()
                .filter(room -> room.membership(account.id()) == Membership.JOIN)
                .toList()
                .forEach(room -> new Memberships(database, settings)
                        .change(account.id(), account.id(), room.id(), MembershipAction.JOIN, Json.object()));
    }
}
