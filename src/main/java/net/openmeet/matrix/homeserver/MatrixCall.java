package net.openmeet.matrix.homeserver;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a homeserver, as data. Everything is done as the bot unless a call names a user it is done {@code as}: then the
 * application service masquerades as that user, or it is sent with the user's own token.
 */
public sealed interface MatrixCall {

    /** Only looks: sending it twice, or late, changes nothing. */
    sealed interface Read extends MatrixCall
            permits LookupAlias,
                    ReadRoom,
                    ReadListing,
                    ReadLevels,
                    ReadMember,
                    ReadClaim,
                    ReadEpoch,
                    WhoAmI,
                    WhoAmIWith,
                    ReadUser,
                    LoginFlows {}

    /** About a person's account rather than a room. */
    sealed interface OfAccount extends MatrixCall
            permits Register, ReadClaim, PutClaim, PutDisplayName, PutAvatar, Deactivate {
        /** Whose account. */
        UserId user();
    }

    /** What the repair of a credential takes, and no lane's. Secrets in it are never shown. */
    sealed interface OfCredential extends MatrixCall
            permits LoginPassword, LoginAs, Refresh, Logout, WhoAmIWith, ReadUser, MakeUser, LoginFlows {}

    /** About the homeserver as a whole, and no lane's. */
    sealed interface OfHomeserver extends MatrixCall permits ReadEpoch, PutEpoch, WhoAmI {}

    /** {@code GET /directory/room/{alias}}: seen as {@link Seen.AliasTarget} or {@link Seen.Absent}. */
    record LookupAlias(RoomAlias alias) implements Read {}

    /**
     * {@code GET /rooms/{id}/state}: the whole state in one answer, members among it, read as a stream. Seen as
     * {@link Seen.RoomReading}.
     */
    record ReadRoom(RoomId room) implements Read {}

    /** {@code GET /directory/list/room/{id}}: seen as {@link Seen.Listing}. */
    record ReadListing(RoomId room) implements Read {}

    /** {@code GET state/m.room.power_levels}: seen as {@link Seen.Levels} or {@link Seen.Absent}. */
    record ReadLevels(RoomId room) implements Read {}

    /** {@code GET state/m.room.member/{user}?format=event}: seen as {@link Seen.Member} or {@link Seen.Absent}. */
    record ReadMember(RoomId room, UserId user) implements Read {}

    /**
     * {@code POST /createRoom}: seen as {@link Seen.RoomMade}. Not atomic: an error or no answer may leave a room and its alias
     * behind.
     *
     * @param listed whether it is published in the room directory
     * @param lane written to {@code creation_content} as {@code net.openmeet.lane}: the ownership marker
     * @param levels entries for {@code power_level_content_override.users}; the bot's own is added where the room version wants it
     * @param inviteLevel what it takes to invite
     */
    record CreateRoom(
            RoomAlias alias,
            String name,
            String topic,
            JoinRule joinRule,
            boolean listed,
            String roomVersion,
            String lane,
            Map<UserId, Integer> levels,
            int inviteLevel,
            List<UserId> invite)
            implements MatrixCall {}

    /**
     * {@code PUT /rooms/{id}/state/…}; repeating it with equal content is a no-op for the homeserver.
     *
     * @param as the user it is done as, else the bot
     */
    record PutState(RoomId room, RoomState state, Optional<UserId> as) implements MatrixCall {}

    /** {@code PUT /directory/room/{alias}}. */
    record PutAlias(RoomAlias alias, RoomId room) implements MatrixCall {}

    /**
     * {@code DELETE /directory/room/{alias}}. Synapse leaves the room's canonical alias as it is when an application service asks.
     */
    record DeleteAlias(RoomAlias alias) implements MatrixCall {}

    /** {@code PUT /directory/list/room/{id}}: publishes the room in the directory or takes it out. */
    record ListRoom(RoomId room, boolean listed) implements MatrixCall {}

    /** {@code POST /rooms/{id}/invite}, as the bot or as a member who may invite. */
    record Invite(RoomId room, UserId user, Optional<UserId> as) implements MatrixCall {}

    /** {@code POST /rooms/{id}/join}, always as the user who joins (who may be the bot). */
    record Join(RoomId room, UserId user) implements MatrixCall {}

    /** {@code POST /rooms/{id}/kick}, by the bot. */
    record Kick(RoomId room, UserId user, String reason) implements MatrixCall {}

    /** {@code POST /rooms/{id}/leave}, as the user who leaves; used where the bot may not kick them. */
    record Leave(RoomId room, UserId user, String reason) implements MatrixCall {}

    /**
     * {@code POST /register} with {@code inhibit_login}: makes an account without a token. For an application service only: to any
     * other token Synapse answers as if it were dead. See {@link MakeUser}.
     */
    record Register(UserId user) implements OfAccount {}

    /** {@code GET account_data/net.openmeet.user} as the user: seen as {@link Seen.Claim} or {@link Seen.Absent}. */
    record ReadClaim(UserId user) implements Read, OfAccount {}

    /** {@code PUT account_data/net.openmeet.user} as the user: marks the account as this person's. */
    record PutClaim(UserId user, String person) implements OfAccount {}

    /** {@code PUT /profile/{user}/displayname} as the user; empty clears it. */
    record PutDisplayName(UserId user, String name) implements OfAccount {}

    /** {@code PUT /profile/{user}/avatar_url} as the user; empty clears it. */
    record PutAvatar(UserId user, String url) implements OfAccount {}

    /** {@code POST /_synapse/admin/v1/deactivate/{user}}: needs an admin credential. */
    record Deactivate(UserId user) implements OfAccount {}

    /**
     * {@code GET account_data/net.openmeet.epoch.{half}.{tenant}} of the bot, which needn't be registered for it: seen as
     * {@link Seen.Epoch} or {@link Seen.Absent}.
     */
    record ReadEpoch(String tenant, EpochMark.Half half) implements Read, OfHomeserver {}

    /** {@code PUT account_data/net.openmeet.epoch.{half}.{tenant}} of the bot. */
    record PutEpoch(String tenant, EpochMark mark) implements OfHomeserver {}

    /** {@code GET /account/whoami} as the bot: the cheapest proof that homeserver and token work. */
    record WhoAmI() implements Read, OfHomeserver {}

    /**
     * {@code POST /login} with a password and {@code refresh_token: true}; sent without a token. Seen as {@link Seen.Token}. With the
     * device id of last time it adds no device, and what that device sent is still recognised; its older tokens stay valid. Five cost
     * a pause of 333 s by Synapse's defaults.
     *
     * @see <a href="https://spec.matrix.org/v1.15/client-server-api/#post_matrixclientv3login">Matrix specification, login</a>
     */
    record LoginPassword(UserId user, SecretText password, String deviceId) implements OfCredential {}

    /**
     * {@code POST /_synapse/admin/v1/users/{user}/login}: needs an admin credential. Seen as {@link Seen.Token}, of no device. Such a
     * token survives logout everywhere and deactivation, so it must have an end. It is given for deactivated accounts, too.
     *
     * @param validUntil {@code valid_until_ms}
     * @see <a href="https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html#login-as-a-user">Synapse, login as a
     *     user</a>
     */
    record LoginAs(UserId user, Instant validUntil) implements OfCredential {}

    /**
     * {@code POST /refresh}; sent without a token. Seen as {@link Seen.Token} with a new refresh token. The one sent is spent as soon
     * as the new access token is used.
     *
     * @see <a href="https://spec.matrix.org/v1.15/client-server-api/#post_matrixclientv3refresh">Matrix specification, refresh</a>
     */
    record Refresh(SecretText refreshToken) implements OfCredential {}

    /** {@code POST /logout} with {@code token}, which is dead afterwards. Never for an application service: its token stays. */
    record Logout(SecretText token) implements OfCredential {}

    /** {@code GET /account/whoami} with {@code token}, of whatever kind: seen as {@link Seen.Self}. */
    record WhoAmIWith(SecretText token) implements Read, OfCredential {}

    /**
     * {@code GET /_synapse/admin/v2/users/{user}}: needs an admin credential. Seen as {@link Seen.Account} or {@link Seen.Absent}.
     */
    record ReadUser(UserId user) implements Read, OfCredential {}

    /**
     * {@code PUT /_synapse/admin/v2/users/{user}} without a password: needs an admin credential. Seen as {@link Seen.AccountMade},
     * which says whether it was there already; then nothing of it is changed.
     */
    record MakeUser(UserId user) implements OfCredential {}

    /**
     * {@code GET /login}, sent without a token: seen as {@link Seen.Flows}, or {@link Seen.Absent} where logging in is left to a
     * Matrix Authentication Service.
     */
    record LoginFlows() implements Read, OfCredential {}
}
