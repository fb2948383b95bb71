/** What the service says of rooms and people, on `openmeet.matrix.rooms` and `.people`. Unknown fields and words may come. */

export const ROOMS = 'openmeet.matrix.rooms';
export const PEOPLE = 'openmeet.matrix.people';

export interface Problem {
  reason: string;
  errcode?: string | null;
  since: string;
}

export interface RoomNews {
  tenantId: string;
  kind: 'event' | 'group';
  id: string;
  roomId: string | null;
  previousRoomIds: string[];
  alias: string | null;
  altAliases: string[];
  state: string;
  members: { desired: number; joined: number; waiting: Record<string, number> };
  lastProblem: Problem | null;
  updatedAt: string;
}

export interface PersonNews {
  matrixId: string | null;
  state: string;
  lastProblem: Problem | null;
}

/** One record. Within a subject a higher offset is newer. */
export interface Told<News> {
  /** `tenant/event/42`, `tenant/group/7` or `tenant/user/9`. */
  subject: string;
  offset: bigint;
  /** Null once it was deleted and its last state was told. */
  news: News | null;
}

export const READ_BACK_HANDLER = Symbol('READ_BACK_HANDLER');

/** Takes what is told. The same may be told again, and after a rebalance something older: look at the offset. */
export interface ReadBackHandler {
  room(told: Told<RoomNews>): Promise<void>;
  person(told: Told<PersonNews>): Promise<void>;
}
