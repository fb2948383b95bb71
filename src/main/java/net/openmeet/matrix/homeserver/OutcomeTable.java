package net.openmeet.matrix.homeserver;

import static net.openmeet.matrix.homeserver.Outcome.Belief.ACTOR_HAS_POWER;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ACTOR_IN_ROOM;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ALIAS_FREE;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ALIAS_OURS;
import static net.openmeet.matrix.homeserver.Outcome.Belief.INVITES_FIT;
import static net.openmeet.matrix.homeserver.Outcome.Belief.MAY_JOIN;
import static net.openmeet.matrix.homeserver.Outcome.Belief.NAME_FREE;
import static net.openmeet.matrix.homeserver.Outcome.Belief.NAME_OURS;
import static net.openmeet.matrix.homeserver.Outcome.Belief.NOT_BANNED;
import static net.openmeet.matrix.homeserver.Outcome.Credential.ACCOUNT;
import static net.openmeet.matrix.homeserver.Outcome.Credential.ADMIN;
import static net.openmeet.matrix.homeserver.Outcome.Credential.APPSERVICE;
import static net.openmeet.matrix.homeserver.Outcome.Credential.GIVEN;
import static net.openmeet.matrix.homeserver.Outcome.Credential.USER;
import static net.openmeet.matrix.homeserver.Outcome.Scope.CLOSED_ACCOUNT;
import static net.openmeet.matrix.homeserver.Outcome.Scope.HOMESERVER;
import static net.openmeet.matrix.homeserver.Outcome.Scope.SENDER;
import static net.openmeet.matrix.homeserver.Outcome.Scope.TARGET;
import static net.openmeet.matrix.homeserver.OutcomeRow.any;
import static net.openmeet.matrix.homeserver.OutcomeRow.reads;
import static net.openmeet.matrix.homeserver.OutcomeRow.to;
import static net.openmeet.matrix.homeserver.OutcomeRow.writes;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.ABSENT;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.ALREADY_SO;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.REJECTED;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.REJECTED_FOR_ALL;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.ROOM_UNKNOWN;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.UNCERTAIN;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.contradicted;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.credential;
import static net.openmeet.matrix.homeserver.OutcomeVerdict.retry;
import static net.openmeet.matrix.homeserver.SynapseTexts.ALREADY_IN_ROOM;
import static net.openmeet.matrix.homeserver.SynapseTexts.CANNOT_JOIN_REMOTE;
import static net.openmeet.matrix.homeserver.SynapseTexts.CANNOT_KICK;
import static net.openmeet.matrix.homeserver.SynapseTexts.CANNOT_MASQUERADE;
import static net.openmeet.matrix.homeserver.SynapseTexts.MUST_BE_IN_ROOM;
import static net.openmeet.matrix.homeserver.SynapseTexts.NOT_A_KNOWN_ROOM;
import static net.openmeet.matrix.homeserver.SynapseTexts.NOT_A_MODERATOR;
import static net.openmeet.matrix.homeserver.SynapseTexts.NOT_INVITED;
import static net.openmeet.matrix.homeserver.SynapseTexts.NOT_IN_ROOM;
import static net.openmeet.matrix.homeserver.SynapseTexts.NOT_IN_SPACE;
import static net.openmeet.matrix.homeserver.SynapseTexts.NOT_REGISTERED;
import static net.openmeet.matrix.homeserver.SynapseTexts.NOT_SERVER_ADMIN;
import static net.openmeet.matrix.homeserver.SynapseTexts.NO_PERMISSION;
import static net.openmeet.matrix.homeserver.SynapseTexts.ROOM_DOES_NOT_EXIST;
import static net.openmeet.matrix.homeserver.SynapseTexts.TARGET_NOT_IN_ROOM;
import static net.openmeet.matrix.homeserver.SynapseTexts.TOO_MANY_INVITES;
import static net.openmeet.matrix.homeserver.SynapseTexts.UNKNOWN_ROOM;

import java.util.List;
import net.openmeet.matrix.homeserver.Answer.Refusal;
import net.openmeet.matrix.homeserver.MatrixCall.CreateRoom;
import net.openmeet.matrix.homeserver.MatrixCall.Deactivate;
import net.openmeet.matrix.homeserver.MatrixCall.DeleteAlias;
import net.openmeet.matrix.homeserver.MatrixCall.Invite;
import net.openmeet.matrix.homeserver.MatrixCall.Join;
import net.openmeet.matrix.homeserver.MatrixCall.Kick;
import net.openmeet.matrix.homeserver.MatrixCall.Leave;
import net.openmeet.matrix.homeserver.MatrixCall.ListRoom;
import net.openmeet.matrix.homeserver.MatrixCall.LoginAs;
import net.openmeet.matrix.homeserver.MatrixCall.LoginFlows;
import net.openmeet.matrix.homeserver.MatrixCall.LoginPassword;
import net.openmeet.matrix.homeserver.MatrixCall.Logout;
import net.openmeet.matrix.homeserver.MatrixCall.LookupAlias;
import net.openmeet.matrix.homeserver.MatrixCall.MakeUser;
import net.openmeet.matrix.homeserver.MatrixCall.PutAlias;
import net.openmeet.matrix.homeserver.MatrixCall.PutState;
import net.openmeet.matrix.homeserver.MatrixCall.ReadClaim;
import net.openmeet.matrix.homeserver.MatrixCall.ReadEpoch;
import net.openmeet.matrix.homeserver.MatrixCall.ReadLevels;
import net.openmeet.matrix.homeserver.MatrixCall.ReadListing;
import net.openmeet.matrix.homeserver.MatrixCall.ReadMember;
import net.openmeet.matrix.homeserver.MatrixCall.ReadRoom;
import net.openmeet.matrix.homeserver.MatrixCall.ReadUser;
import net.openmeet.matrix.homeserver.MatrixCall.Refresh;
import net.openmeet.matrix.homeserver.MatrixCall.Register;
import net.openmeet.matrix.homeserver.MatrixCall.WhoAmIWith;
import net.openmeet.matrix.homeserver.TokenOwner.Admin;
import net.openmeet.matrix.homeserver.TokenOwner.User;

/** What each refusal means: the first row that matches decides. The documentation shows this list as a table. */
final class OutcomeTable {
    static final List<OutcomeRow> ROWS = List.of(
            // The sender, not the call.
            any().on("M_LIMIT_EXCEEDED").means(retry(SENDER)),
            any().status(429).means(retry(SENDER)),
            // A login, and what else carries its own secret. A token that is dead already is logged out.
            to(Logout.class).on("M_UNKNOWN_TOKEN").means(ALREADY_SO),
            to(Refresh.class, WhoAmIWith.class)
                    .onAnyOf("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")
                    .means(credential(GIVEN)),
            to(LoginPassword.class, Refresh.class).on("M_FORBIDDEN").means(credential(GIVEN)),
            to(LoginFlows.class).on("M_UNRECOGNIZED").means(ABSENT),
            // Not sent: with what is known now it is planned otherwise.
            to(Register.class).on(AskingLogins.DELEGATED).means(retry(TARGET)),
            // Logging in is left to a Matrix Authentication Service.
            to(LoginPassword.class, LoginAs.class, Refresh.class, Logout.class)
                    .on("M_UNRECOGNIZED")
                    .means(REJECTED_FOR_ALL),
            to(LoginPassword.class, Refresh.class, Logout.class, WhoAmIWith.class)
                    .onAnyOf("M_USER_SUSPENDED", "M_USER_LOCKED", "M_USER_DEACTIVATED")
                    .means(REJECTED),

            // The token it was sent with. An admin that is locked makes no rooms either; of one that is suspended
            // another token would
            // be accepted, and refused the same.
            any().sentWith(Admin.class)
                    .onAnyOf("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_LOCKED", "M_USER_DEACTIVATED")
                    .means(credential(ADMIN)),
            any().sentWith(User.class)
                    .onAnyOf("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")
                    .means(credential(USER)),
            to(Deactivate.class, LoginAs.class, ReadUser.class, MakeUser.class)
                    .onAnyOf("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")
                    .means(credential(ADMIN)),
            to(Deactivate.class, LoginAs.class, ReadUser.class, MakeUser.class)
                    .on("M_FORBIDDEN", NOT_SERVER_ADMIN)
                    .means(credential(ADMIN)),
            any().onAnyOf("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN").means(credential(APPSERVICE)),
            any().on("M_FORBIDDEN", NOT_REGISTERED).means(credential(ACCOUNT)),
            any().on("M_FORBIDDEN", CANNOT_MASQUERADE).means(contradicted(NAME_OURS)),
            // Until its administrator opens the account again: another token doesn't help.
            any().onAnyOf("M_USER_SUSPENDED", "M_USER_LOCKED", "M_USER_DEACTIVATED")
                    .means(retry(CLOSED_ACCOUNT)),

            // Failing servers, and what stands before them: the homeserver may have done it all the same.
            writes().statusBetween(500, 599).means(UNCERTAIN),
            reads().status(502, 503, 504).means(retry(HOMESERVER)),
            // Cloudflare's own, for an origin that doesn't answer.
            reads().statusBetween(520, 530).means(retry(HOMESERVER)),
            reads().statusBetween(500, 599).means(retry(TARGET)),
            // Without an error code it wasn't a Matrix homeserver that answered, so above all a 404 proves nothing.
            to(Register.class).status(401).noErrcode().means(REJECTED),
            any().status(413).noErrcode().means(REJECTED),
            any().statusBetween(300, 499).noErrcode().means(retry(TARGET)),

            // Accounts.
            to(Register.class, MakeUser.class).on("M_USER_IN_USE").means(contradicted(NAME_FREE)),
            to(Register.class, MakeUser.class).on("M_EXCLUSIVE").means(contradicted(NAME_OURS)),
            to(ReadClaim.class, ReadEpoch.class, ReadUser.class)
                    .on("M_NOT_FOUND")
                    .means(ABSENT),
            to(LoginAs.class).on("M_NOT_FOUND").means(credential(ACCOUNT)),
            to(Deactivate.class).on("M_NOT_FOUND").means(ALREADY_SO),

            // Rooms and aliases.
            to(CreateRoom.class, PutAlias.class).on("M_ROOM_IN_USE").means(contradicted(ALIAS_FREE)),
            to(CreateRoom.class, PutAlias.class).status(409).means(contradicted(ALIAS_FREE)),
            to(CreateRoom.class).on("M_UNKNOWN", TOO_MANY_INVITES).means(contradicted(INVITES_FIT)),
            to(PutAlias.class).on("M_UNKNOWN", ROOM_DOES_NOT_EXIST).means(ROOM_UNKNOWN),
            to(PutAlias.class).on("M_FORBIDDEN", MUST_BE_IN_ROOM).means(contradicted(ACTOR_IN_ROOM)),
            to(PutState.class).on("M_BAD_ALIAS").means(contradicted(ALIAS_OURS)),
            to(DeleteAlias.class).on("M_NOT_FOUND").means(ALREADY_SO),
            to(LookupAlias.class).on("M_NOT_FOUND").means(ABSENT),
            to(ReadListing.class, ReadRoom.class).on("M_NOT_FOUND").means(ROOM_UNKNOWN),
            to(ListRoom.class).on("M_UNKNOWN", UNKNOWN_ROOM).means(ROOM_UNKNOWN),
            to(ListRoom.class).on("M_FORBIDDEN", NOT_A_MODERATOR).means(contradicted(ACTOR_HAS_POWER)),

            // Members.
            to(Invite.class).on("M_FORBIDDEN", ALREADY_IN_ROOM).means(ALREADY_SO),
            to(Invite.class).on("M_FORBIDDEN", UNKNOWN_ROOM).means(ROOM_UNKNOWN),
            to(Invite.class, Join.class).on("M_BAD_STATE").means(contradicted(NOT_BANNED)),
            to(Join.class).on("M_FORBIDDEN", NOT_INVITED).means(contradicted(MAY_JOIN)),
            to(Join.class).on("M_FORBIDDEN", NOT_IN_SPACE).means(contradicted(MAY_JOIN)),
            to(Join.class).on("M_UNKNOWN", CANNOT_JOIN_REMOTE).means(ROOM_UNKNOWN),
            to(Kick.class).on("M_FORBIDDEN", TARGET_NOT_IN_ROOM).means(ALREADY_SO),
            to(Kick.class).on("M_BAD_STATE").means(ALREADY_SO),
            to(Kick.class).on("M_FORBIDDEN", CANNOT_KICK).means(contradicted(ACTOR_HAS_POWER)),
            to(Kick.class, Leave.class).on("M_UNKNOWN", NOT_A_KNOWN_ROOM).means(ROOM_UNKNOWN),
            to(Leave.class).on("M_FORBIDDEN", NOT_IN_ROOM).means(ALREADY_SO),
            to(ReadLevels.class, ReadMember.class).on("M_NOT_FOUND").means(ABSENT),

            // Who acts in a room. An unknown room answers this, too.
            any().on("M_FORBIDDEN", NOT_IN_ROOM).means(contradicted(ACTOR_IN_ROOM)),
            any().on("M_FORBIDDEN", NO_PERMISSION).means(contradicted(ACTOR_HAS_POWER)),

            // Malformed, too large, forbidden by the operator, not a Matrix homeserver: never will be accepted.
            any().statusBetween(300, 999).means(REJECTED));

    private OutcomeTable() {}

    /** The row that decides; the last one matches every refusal. */
    static OutcomeRow rowFor(MatrixCall call, Refusal refusal) {
        return ROWS.stream()
                .filter(row -> row.matches(call, refusal))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Not a refusal: status " + refusal.status()));
    }
}
