import type {
  Attendee,
  DataByType,
  DomainEvent,
  Event,
  EventType,
  Group,
  Id,
  Kind,
  Member,
  Named,
  Profile,
} from './contract';
import { subjectOf } from './contract';
import { tidied } from './text';

const NAME = 1_000;
const DESCRIPTION = 5_000;
const DISPLAY_NAME = 256;
/** People in one part of a list: some 50 kB, far below what Kafka takes in one record. */
const PART = 500;

/** Says what happened at one tenant: one method for each type of the contract. */
export class DomainEvents {
  constructor(private readonly tenantId: string) {}

  groupCreated(group: Group) {
    return this.about('net.openmeet.group.created', 'group', group.id, { group: roomOf(group) });
  }

  groupUpdated(group: Group) {
    return this.about('net.openmeet.group.updated', 'group', group.id, { group: roomOf(group) });
  }

  groupSlugChanged(group: Group) {
    return this.about('net.openmeet.group.slug.changed', 'group', group.id, { group: roomOf(group) });
  }

  /** Its events are not deleted with it: each wants an event of its own. */
  groupDeleted(group: Named) {
    return this.about('net.openmeet.group.deleted', 'group', group.id, { group });
  }

  groupMemberJoined(group: Named, member: Member) {
    return this.about('net.openmeet.group.member.joined', 'group', group.id, { group, ...member });
  }

  groupMemberRoleChanged(group: Named, member: Member) {
    return this.about('net.openmeet.group.member.role.changed', 'group', group.id, { group, ...member });
  }

  groupMemberLeft(group: Named, user: Named) {
    return this.about('net.openmeet.group.member.left', 'group', group.id, { group, user });
  }

  /** The complete list, in parts. Who is in none of them and has no newer fact is out. */
  groupMembersSnapshot(snapshot: string, group: Named, members: Member[], size = PART) {
    return inParts(members, size).map((listed, index, all) =>
      this.about(
        'net.openmeet.group.members.snapshot',
        'group',
        group.id,
        { group, part: index + 1, parts: all.length, members: listed },
        snapshot,
      ),
    );
  }

  eventCreated(event: Event) {
    return this.about('net.openmeet.event.created', 'event', event.id, { event: roomOf(event) });
  }

  eventUpdated(event: Event) {
    return this.about('net.openmeet.event.updated', 'event', event.id, { event: roomOf(event) });
  }

  eventSlugChanged(event: Event) {
    return this.about('net.openmeet.event.slug.changed', 'event', event.id, { event: roomOf(event) });
  }

  eventCancelled(event: Event) {
    return this.about('net.openmeet.event.cancelled', 'event', event.id, { event: roomOf(event) });
  }

  eventDeleted(event: Named) {
    return this.about('net.openmeet.event.deleted', 'event', event.id, { event });
  }

  attendeeAdded(event: Named, attendee: Attendee) {
    return this.about('net.openmeet.event.attendee.added', 'event', event.id, { event, ...attendee });
  }

  attendeeStatusChanged(event: Named, attendee: Attendee) {
    return this.about('net.openmeet.event.attendee.status.changed', 'event', event.id, { event, ...attendee });
  }

  attendeeRoleChanged(event: Named, attendee: Attendee) {
    return this.about('net.openmeet.event.attendee.role.changed', 'event', event.id, { event, ...attendee });
  }

  attendeeCancelled(event: Named, user: Named) {
    return this.about('net.openmeet.event.attendee.cancelled', 'event', event.id, { event, user });
  }

  attendeeRemoved(event: Named, user: Named) {
    return this.about('net.openmeet.event.attendee.removed', 'event', event.id, { event, user });
  }

  /** As {@link groupMembersSnapshot}. */
  attendeesSnapshot(snapshot: string, event: Named, attendees: Attendee[], size = PART) {
    return inParts(attendees, size).map((listed, index, all) =>
      this.about(
        'net.openmeet.event.attendees.snapshot',
        'event',
        event.id,
        { event, part: index + 1, parts: all.length, members: listed },
        snapshot,
      ),
    );
  }

  userCreated(user: Profile) {
    return this.about('net.openmeet.user.created', 'user', user.id, { user: profileOf(user) });
  }

  userUpdated(user: Profile) {
    return this.about('net.openmeet.user.updated', 'user', user.id, { user: profileOf(user) });
  }

  userDeleted(user: Named) {
    return this.about('net.openmeet.user.deleted', 'user', user.id, { user });
  }

  /** @param handle the localpart of their Matrix id */
  handleRegistered(user: Named, handle: string) {
    return this.about('net.openmeet.matrix.handle.registered', 'user', user.id, { user, handle });
  }

  private about<T extends EventType>(
    type: T,
    kind: Kind,
    id: Id,
    data: Omit<DataByType[T], 'tenantId'>,
    snapshot?: string,
  ): DomainEvent<T> {
    return {
      type,
      subject: subjectOf(this.tenantId, kind, id),
      // The compiler can't see that what was left out is put back.
      data: { tenantId: this.tenantId, ...data } as unknown as DataByType[T],
      ...(snapshot === undefined ? {} : { snapshot }),
    };
  }
}

function roomOf<R extends Group | Event>(room: R): R {
  return {
    ...room,
    name: tidied(room.name, NAME),
    ...(room.description ? { description: tidied(room.description, DESCRIPTION) } : {}),
  };
}

function profileOf(user: Profile): Profile {
  return user.displayName ? { ...user, displayName: tidied(user.displayName, DISPLAY_NAME) } : user;
}

/** An empty list is one empty part: it says that nobody is in. */
function inParts<T>(list: T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start === 0 || start < list.length; start += size) {
    parts.push(list.slice(start, start + size));
  }
  return parts;
}
