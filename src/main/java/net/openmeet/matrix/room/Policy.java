package net.openmeet.matrix.room;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.openmeet.matrix.event.AttendeeRole;
import net.openmeet.matrix.event.AttendeeStatus;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.homeserver.UserId;

/**
 * What a tenant's facts mean for its rooms. Applied when planning, never when storing, so that a change of it reaches old rooms.
 *
 * @param bot the application service's own user, creator of every room, at level 100
 * @param inRoomGroupRoles group roles that are in the room
 * @param inRoomStatuses attendee statuses that are in the room
 * @param roomVersion for new rooms; said explicitly because version 12 wants other power levels than 10 and 11
 * @param legacyCreators users whose unmarked rooms may be adopted
 * @param reservedLocalparts accounts that are never a person: admins and others' bots
 */
public record Policy(
        String tenant,
        UserId bot,
        Templates templates,
        Map<GroupRole, Integer> groupLevels,
        Map<AttendeeRole, Integer> attendeeLevels,
        Set<GroupRole> inRoomGroupRoles,
        Set<AttendeeStatus> inRoomStatuses,
        String roomVersion,
        Identities identities,
        Accounts accounts,
        boolean deactivateDeleted,
        Set<UserId> legacyCreators,
        Set<Pattern> reservedLocalparts,
        Patience patience) {

    /** The level of the bot in every room. */
    public static final int BOT_LEVEL = 100;

    /**
     * How rooms are called. {@code {name}}, {@code {slug}}, {@code {kind}} and {@code {tenantId}} are replaced.
     *
     * @param cancelledTopic the topic of a cancelled event's room
     * @param alias the alias' localpart
     */
    public record Templates(String name, String topic, String cancelledTopic, String alias) {}

    /** Where Matrix ids come from. */
    public enum Identities {
        /** The registered handle, else one derived from slug and tenant. */
        REGISTERED_OR_DERIVED,
        /** The registered handle only: who has none waits. */
        REGISTERED_ONLY
    }

    /** Who makes accounts. */
    public enum Accounts {
        /** We do, unless the homeserver leaves logins to a Matrix Authentication Service: then it does. */
        AUTO,
        CREATE,
        /** Somebody else does, at the person's first login; we probe slowly. */
        WAIT,
        /** {@link #AUTO}, where it turned out that logins are left to such a service. Not for a configuration. */
        DELEGATED;

        /** Whether we make them. */
        public boolean areMade() {
            return switch (this) {
                case AUTO, CREATE -> true;
                case WAIT, DELEGATED -> false;
            };
        }
    }

    /**
     * How long things are given.
     *
     * @param settleQuiet a new room is made once its facts were quiet this long
     * @param settleMost but this long after the first at the latest
     * @param secondLook between the two looks that conclude a room or alias is dead
     * @param recheck of things that wait for somebody else
     * @param heartbeat between two looks whether the homeserver still has its database
     * @param callTimeout of calls; an uncertain lane waits twice this before it reads
     */
    public record Patience(
            Duration settleQuiet,
            Duration settleMost,
            Duration secondLook,
            Duration recheck,
            Duration callTimeout,
            Duration heartbeat) {}

    public String server() {
        return bot.server();
    }

    /** This policy on a homeserver that leaves logins to a Matrix Authentication Service. */
    public Policy delegated() {
        return accounts == Accounts.AUTO ? with(Accounts.DELEGATED) : this;
    }

    private Policy with(Accounts other) {
        return new Policy(
                tenant,
                bot,
                templates,
                groupLevels,
                attendeeLevels,
                inRoomGroupRoles,
                inRoomStatuses,
                roomVersion,
                identities,
                other,
                deactivateDeleted,
                legacyCreators,
                reservedLocalparts,
                patience);
    }

    /** The defaults of the design for one tenant. */
    public static Policy defaults(String tenant, UserId bot) {
        return new Policy(
                tenant,
                bot,
                new Templates(
                        "{name} Chat",
                        "Chat room for {name}",
                        "Cancelled: chat room for {name}",
                        "{kind}-{slug}-{tenantId}"),
                Map.of(GroupRole.OWNER, 90, GroupRole.ADMIN, 75, GroupRole.MODERATOR, 50),
                Map.of(AttendeeRole.HOST, 90, AttendeeRole.MODERATOR, 50, AttendeeRole.SPEAKER, 25),
                Set.of(GroupRole.OWNER, GroupRole.ADMIN, GroupRole.MODERATOR, GroupRole.MEMBER),
                Set.of(AttendeeStatus.CONFIRMED, AttendeeStatus.ATTENDED),
                "11",
                Identities.REGISTERED_OR_DERIVED,
                Accounts.AUTO,
                false,
                Set.of(),
                Set.of(),
                new Patience(
                        Duration.ofMillis(300),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1)));
    }
}
