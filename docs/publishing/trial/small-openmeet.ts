import type { DataSource, EntityManager } from 'typeorm';
import { ChatOutbox } from '../src/chat-outbox';
import {
  type Attendee,
  type DomainEvent,
  type Event,
  type Group,
  type GroupRole,
  type Member,
  type Profile,
  subjectOf,
} from '../src/contract';
import { DomainEvents } from '../src/domain-events';
import { OUTBOX_TABLE, READ_BACK_TABLE } from '../src/tables';

/** What OpenTelemetry would have of the request. */
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

type Write = (manager: EntityManager) => Promise<unknown>;

/** As little of OpenMeet as has groups, events and people: each change is a transaction that ends with what is said of it. */
export class SmallOpenMeet {
  readonly say: DomainEvents;
  private readonly outbox = new ChatOutbox();
  private readonly schema: string;

  constructor(
    private readonly database: DataSource,
    private readonly tenantId: string,
  ) {
    this.say = new DomainEvents(tenantId);
    this.schema = `"tenant_${tenantId}"`;
  }

  /** What OpenMeet's migrations do. */
  async migrate(): Promise<void> {
    await this.database.query(`CREATE SCHEMA IF NOT EXISTS ${this.schema}`);
    for (const table of [
      OUTBOX_TABLE,
      READ_BACK_TABLE,
      this.table('users', 'id int PRIMARY KEY, slug text, "displayName" text'),
      this.table('groups', 'id int PRIMARY KEY, slug text, name text, visibility text, status text'),
      this.table('members', '"groupId" int, "userId" int, role text, PRIMARY KEY ("groupId", "userId")'),
      this.table(
        'events',
        'id int PRIMARY KEY, slug text, name text, description text, visibility text, status text, "groupId" int',
      ),
      this.table(
        'attendees',
        '"eventId" int, "userId" int, status text, role text, PRIMARY KEY ("eventId", "userId")',
      ),
    ]) {
      await this.database.query(table);
    }
  }

  /** Writes, then reads what is now so and says it, in one transaction. */
  async change(
    kind: 'event' | 'group' | 'user',
    id: number,
    write: Write,
    read: (manager: EntityManager) => Promise<DomainEvent[]>,
    beforeCommit: () => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query(`SET LOCAL search_path TO ${this.schema}`);
      await write(manager);
      await this.outbox.say(manager, subjectOf(this.tenantId, kind, id), () => read(manager), TRACE);
      await beforeCommit();
    });
  }

  async outboxIsEmpty(): Promise<boolean> {
    const rows: { left: string }[] = await this.database.query('SELECT count(*) AS "left" FROM public."chatOutbox"');
    return rows[0]?.left === '0';
  }

  /** Whether a transaction waits for its turn to speak of something. */
  async somebodyWaits(): Promise<boolean> {
    const rows: unknown[] = await this.database.query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
    );
    return rows.length > 0;
  }

  private table(name: string, columns: string): string {
    return `CREATE TABLE IF NOT EXISTS ${this.schema}."${name}" (${columns})`;
  }
}

export async function personOf(manager: EntityManager, id: number): Promise<Profile> {
  return one<Profile>(manager, 'SELECT * FROM users WHERE id = $1', [id]);
}

export async function groupOf(manager: EntityManager, id: number): Promise<Group> {
  return one<Group>(manager, 'SELECT * FROM groups WHERE id = $1', [id]);
}

export async function eventOf(manager: EntityManager, id: number): Promise<Event> {
  return one<Event>(manager, 'SELECT * FROM events WHERE id = $1', [id]);
}

export async function membersOf(manager: EntityManager, group: number): Promise<Member[]> {
  const rows: { id: number; slug: string; role: GroupRole }[] = await manager.query(
    'SELECT u.id, u.slug, m.role FROM members m JOIN users u ON u.id = m."userId" WHERE m."groupId" = $1 ORDER BY u.id',
    [group],
  );
  return rows.map(({ id, slug, role }) => ({ user: { id, slug }, role }));
}

export async function attendeesOf(manager: EntityManager, event: number): Promise<Attendee[]> {
  const rows: ({ id: number; slug: string } & Omit<Attendee, 'user'>)[] = await manager.query(
    `SELECT u.id, u.slug, a.status, a.role FROM attendees a JOIN users u ON u.id = a."userId"
     WHERE a."eventId" = $1 ORDER BY u.id`,
    [event],
  );
  return rows.map(({ id, slug, status, role }) => ({ user: { id, slug }, status, role }));
}

async function one<T>(manager: EntityManager, query: string, parameters: unknown[]): Promise<T> {
  const rows: T[] = await manager.query(query, parameters);
  if (rows[0] === undefined) {
    throw new Error(`nothing found: ${query} ${parameters.join(' ')}`);
  }
  return rows[0];
}
