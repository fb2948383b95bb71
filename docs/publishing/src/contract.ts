/**
 * The shapes of the contract: docs/asyncapi.yaml and src/main/resources/schema are the originals. Every event carries the state
 * that resulted, never a difference, so publishing one twice does no harm.
 */

export const GROUP_ROLES = ['owner', 'admin', 'moderator', 'member', 'guest'] as const;
export const ATTENDEE_ROLES = ['participant', 'host', 'speaker', 'moderator', 'guest'] as const;
export const ATTENDEE_STATUSES = [
  'invited',
  'confirmed',
  'attended',
  'cancelled',
  'rejected',
  'maybe',
  'pending',
  'waitlist',
] as const;
export const VISIBILITIES = ['public', 'unlisted', 'private'] as const;
export const GROUP_STATUSES = ['draft', 'pending', 'published'] as const;
export const EVENT_STATUSES = ['draft', 'pending', 'published', 'cancelled'] as const;

export type GroupRole = (typeof GROUP_ROLES)[number];
export type AttendeeRole = (typeof ATTENDEE_ROLES)[number];
export type AttendeeStatus = (typeof ATTENDEE_STATUSES)[number];
export type Visibility = (typeof VISIBILITIES)[number];
export type GroupStatus = (typeof GROUP_STATUSES)[number];
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** The row's id. It never changes and is never given to another row. */
export type Id = number | string;

/** Read by its id; the slug is for people who look at the topic. */
export interface Named {
  id: Id;
  slug?: string;
}

export interface Group {
  id: Id;
  slug: string;
  name: string;
  description?: string | null;
  visibility: Visibility;
  status?: GroupStatus | null;
}

export interface Event {
  id: Id;
  slug: string;
  name: string;
  description?: string | null;
  visibility: Visibility;
  status?: EventStatus | null;
  groupId?: Id | null;
  /** RFC 3339 with offset, as `Date.toISOString()` writes it. */
  endsAt?: string | null;
}

/** A person in a membership: the slug becomes part of their Matrix id if they have no handle. */
export interface User {
  id: Id;
  slug: string;
}

export interface Profile extends User {
  displayName?: string | null;
  /** `mxc://` only; anything else is ignored. */
  avatarUrl?: string | null;
}

export interface Member {
  user: User;
  role: GroupRole;
}

export interface Attendee {
  user: User;
  status: AttendeeStatus;
  role: AttendeeRole;
}

interface OfTenant {
  tenantId: string;
}
interface GroupState extends OfTenant {
  group: Group;
}
interface EventState extends OfTenant {
  event: Event;
}
interface MemberState extends OfTenant, Member {
  group: Named;
}
interface AttendeeState extends OfTenant, Attendee {
  event: Named;
}
interface Part {
  part: number;
  parts: number;
}

/** What each type carries. */
export interface DataByType {
  'net.openmeet.group.created': GroupState;
  'net.openmeet.group.updated': GroupState;
  'net.openmeet.group.slug.changed': GroupState;
  'net.openmeet.group.deleted': OfTenant & { group: Named };
  'net.openmeet.group.member.joined': MemberState;
  'net.openmeet.group.member.role.changed': MemberState;
  'net.openmeet.group.member.left': OfTenant & { group: Named; user: Named };
  'net.openmeet.group.members.snapshot': OfTenant & Part & { group: Named; members: Member[] };
  'net.openmeet.event.created': EventState;
  'net.openmeet.event.updated': EventState;
  'net.openmeet.event.slug.changed': EventState;
  'net.openmeet.event.cancelled': EventState;
  'net.openmeet.event.deleted': OfTenant & { event: Named };
  'net.openmeet.event.attendee.added': AttendeeState;
  'net.openmeet.event.attendee.status.changed': AttendeeState;
  'net.openmeet.event.attendee.role.changed': AttendeeState;
  'net.openmeet.event.attendee.cancelled': OfTenant & { event: Named; user: Named };
  'net.openmeet.event.attendee.removed': OfTenant & { event: Named; user: Named };
  'net.openmeet.event.attendees.snapshot': OfTenant & Part & { event: Named; members: Attendee[] };
  'net.openmeet.user.created': OfTenant & { user: Profile };
  'net.openmeet.user.updated': OfTenant & { user: Profile };
  'net.openmeet.user.deleted': OfTenant & { user: Named };
  'net.openmeet.matrix.handle.registered': OfTenant & { user: Named; handle: string };
}

export type EventType = keyof DataByType;

/** Something that happened, ready for the outbox. */
export interface DomainEvent<T extends EventType = EventType> {
  type: T;
  subject: string;
  data: DataByType[T];
  /** The backfill or list it is part of. */
  snapshot?: string;
}

export type Kind = 'event' | 'group' | 'user';

/** What an event is about: the record's key, and the unit within which order counts. */
export function subjectOf(tenantId: string, kind: Kind, id: Id): string {
  return `${tenantId}/${kind}/${id}`;
}
