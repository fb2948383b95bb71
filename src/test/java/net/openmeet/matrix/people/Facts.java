package net.openmeet.matrix.people;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.openmeet.matrix.event.AttendeeRole;
import net.openmeet.matrix.event.AttendeeStatus;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;

/** Facts about one person, Ana, to test with. */
final class Facts {
    static final LaneKey ANA = LaneKey.parse("ciTenantA/user/9");
    static final LaneKey EVENT = LaneKey.parse("ciTenantA/event/42");
    static final LaneKey GROUP = LaneKey.parse("ciTenantA/group/7");
    static final Policy POLICY = Policy.defaults("ciTenantA", UserId.parse("@openmeet-bot:matrix.example"));
    static final Standing COMING = new Standing.Attendee(AttendeeStatus.CONFIRMED, AttendeeRole.PARTICIPANT);
    static final Standing GONE = new Standing.Gone();
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private Facts() {}

    static Policy with(Policy.Identities identities) {
        return with(identities, POLICY.accounts(), false);
    }

    static Policy with(Policy.Identities identities, Policy.Accounts accounts, boolean deactivateDeleted) {
        return new Policy(
                POLICY.tenant(),
                POLICY.bot(),
                POLICY.templates(),
                POLICY.groupLevels(),
                POLICY.attendeeLevels(),
                POLICY.inRoomGroupRoles(),
                POLICY.inRoomStatuses(),
                POLICY.roomVersion(),
                identities,
                accounts,
                deactivateDeleted,
                POLICY.legacyCreators(),
                Set.of(Pattern.compile("admin.*")),
                POLICY.patience());
    }

    /** The origin of the record at {@code offset} of the one partition that most tests use. */
    static Origin at(long offset) {
        return at(0, offset);
    }

    static Origin at(int partition, long offset) {
        return new Origin(
                "openmeet.domain-events",
                partition,
                offset,
                START.plusSeconds(offset),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static PeopleInput member(LaneKey room, Standing standing, Origin origin) {
        return new PeopleInput.Member(new Fact.MemberStated(room, ANA, Optional.of("ana-k3j2h1"), standing), origin);
    }

    static PeopleInput memberByIds(LaneKey room, Standing standing, Origin origin) {
        return new PeopleInput.Member(new Fact.MemberStated(room, ANA, Optional.empty(), standing), origin);
    }

    static PeopleInput created(String slug, String name, Origin origin) {
        return stated(true, slug, name, origin);
    }

    static PeopleInput updated(String slug, String name, Origin origin) {
        return stated(false, slug, name, origin);
    }

    private static PeopleInput stated(boolean created, String slug, String name, Origin origin) {
        return new PeopleInput.Person(
                new Fact.PersonStated(ANA, created, slug, Optional.of(name), Optional.empty()), origin);
    }

    static PeopleInput deleted(Origin origin) {
        return new PeopleInput.Person(new Fact.PersonDeleted(ANA), origin);
    }

    static PeopleInput handle(String handle, Origin origin) {
        return new PeopleInput.Person(new Fact.HandleRegistered(ANA, Optional.of("ana-k3j2h1"), handle), origin);
    }
}
