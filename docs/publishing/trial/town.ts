import type { EntityManager } from 'typeorm';
import type { Attendee, DomainEvent, Member } from '../src/contract';
import { attendeesOf, eventOf, groupOf, membersOf, personOf, type SmallOpenMeet } from './small-openmeet';

type Read = (db: EntityManager) => Promise<DomainEvent[]>;

const NOTHING_WRITTEN = 'SELECT 1';

/** A small town in which each type of the contract happens: what remains is a group of two and an event of two. */
export class Town {
  private readonly ana: number;
  private readonly bo: number;
  private readonly cleo: number;
  private readonly dora: number;

  constructor(
    private readonly openmeet: SmallOpenMeet,
    private readonly first: number,
  ) {
    [this.ana, this.bo, this.cleo, this.dora] = [first + 1, first + 2, first + 3, first + 4];
  }

  async live(): Promise<void> {
    await this.people();
    await this.aGroup(this.first + 10);
    await this.aGroupThatEnds(this.first + 11);
    await this.anEvent(this.first + 20, this.first + 10);
    await this.anEventThatIsCancelled(this.first + 21);
    await this.anEventThatIsDeleted(this.first + 22);
    await this.whatBecomesOfPeople();
  }

  private async people(): Promise<void> {
    const { say } = this.openmeet;
    for (const [id, name] of Object.entries({
      [this.ana]: 'Ana Müller',
      [this.bo]: 'Bo',
      [this.cleo]: 'Cleo',
      [this.dora]: 'Dora 🎈',
    })) {
      const values = [id, `u${id}`, name];
      await this.user(Number(id), 'INSERT INTO users VALUES ($1, $2, $3)', values, async (db) => [
        say.userCreated(await personOf(db, Number(id))),
      ]);
    }
    await this.user(this.ana, NOTHING_WRITTEN, [], async () => [
      say.handleRegistered({ id: this.ana }, `ana.${this.ana}`),
    ]);
  }

  private async aGroup(id: number): Promise<void> {
    const { say } = this.openmeet;
    await this.found(id);
    for (const [person, role] of Object.entries({ [this.ana]: 'owner', [this.bo]: 'guest', [this.cleo]: 'member' })) {
      const values = [id, person, role];
      await this.group(id, 'INSERT INTO members VALUES ($1, $2, $3)', values, async (db) => [
        say.groupMemberJoined({ id }, await memberOf(db, id, Number(person))),
      ]);
    }
    const one = 'WHERE "groupId" = $1 AND "userId" = $2';
    await this.group(id, `UPDATE members SET role = 'moderator' ${one}`, [id, this.bo], async (db) => [
      say.groupMemberRoleChanged({ id }, await memberOf(db, id, this.bo)),
    ]);
    await this.group(id, `DELETE FROM members ${one}`, [id, this.cleo], async () => [
      say.groupMemberLeft({ id }, { id: this.cleo }),
    ]);
    await this.group(id, 'UPDATE groups SET name = $2 WHERE id = $1', [id, 'Hikers 🥾 Köln'], async (db) => [
      say.groupUpdated(await groupOf(db, id)),
    ]);
    await this.group(id, 'UPDATE groups SET slug = $2 WHERE id = $1', [id, `hikers-${id}`], async (db) => [
      say.groupSlugChanged(await groupOf(db, id)),
    ]);
    await this.group(id, NOTHING_WRITTEN, [], async (db) =>
      say.groupMembersSnapshot(`list-${id}`, { id }, await membersOf(db, id), 1),
    );
  }

  private async aGroupThatEnds(id: number): Promise<void> {
    await this.found(id);
    await this.group(id, 'DELETE FROM groups WHERE id = $1', [id], async () => [
      this.openmeet.say.groupDeleted({ id }),
    ]);
  }

  private async anEvent(id: number, group: number): Promise<void> {
    const { say } = this.openmeet;
    await this.announce(id, 'private', group);
    for (const [person, status, role] of [
      [this.ana, 'confirmed', 'host'],
      [this.bo, 'pending', 'participant'],
      [this.cleo, 'confirmed', 'participant'],
      [this.dora, 'confirmed', 'participant'],
    ] as const) {
      const values = [id, person, status, role];
      await this.event(id, 'INSERT INTO attendees VALUES ($1, $2, $3, $4)', values, async (db) => [
        say.attendeeAdded({ id }, await attendeeOf(db, id, person)),
      ]);
    }
    const one = 'WHERE "eventId" = $1 AND "userId" = $2';
    await this.event(id, `UPDATE attendees SET status = 'confirmed' ${one}`, [id, this.bo], async (db) => [
      say.attendeeStatusChanged({ id }, await attendeeOf(db, id, this.bo)),
    ]);
    await this.event(id, `UPDATE attendees SET role = 'speaker' ${one}`, [id, this.bo], async (db) => [
      say.attendeeRoleChanged({ id }, await attendeeOf(db, id, this.bo)),
    ]);
    await this.event(id, `UPDATE attendees SET status = 'cancelled' ${one}`, [id, this.cleo], async () => [
      say.attendeeCancelled({ id }, { id: this.cleo }),
    ]);
    await this.event(id, `DELETE FROM attendees ${one}`, [id, this.dora], async () => [
      say.attendeeRemoved({ id }, { id: this.dora }),
    ]);
    await this.event(id, `UPDATE events SET name = 'Summit walk' WHERE id = $1`, [id], async (db) => [
      say.eventUpdated(await eventOf(db, id)),
    ]);
    await this.event(id, 'UPDATE events SET slug = $2 WHERE id = $1', [id, `summit-${id}`], async (db) => [
      say.eventSlugChanged(await eventOf(db, id)),
    ]);
    await this.event(id, NOTHING_WRITTEN, [], async (db) =>
      say.attendeesSnapshot(`list-${id}`, { id }, await attendeesOf(db, id), 1),
    );
  }

  private async anEventThatIsCancelled(id: number): Promise<void> {
    await this.announce(id, 'public', null);
    await this.event(id, `UPDATE events SET status = 'cancelled' WHERE id = $1`, [id], async (db) => [
      this.openmeet.say.eventCancelled(await eventOf(db, id)),
    ]);
  }

  private async anEventThatIsDeleted(id: number): Promise<void> {
    await this.announce(id, 'public', null);
    await this.event(id, 'DELETE FROM events WHERE id = $1', [id], async () => [
      this.openmeet.say.eventDeleted({ id }),
    ]);
  }

  private async whatBecomesOfPeople(): Promise<void> {
    const { say } = this.openmeet;
    await this.user(this.bo, `UPDATE users SET "displayName" = 'Bo Larsson' WHERE id = $1`, [this.bo], async (db) => [
      say.userUpdated(await personOf(db, this.bo)),
    ]);
    await this.user(this.cleo, 'DELETE FROM users WHERE id = $1', [this.cleo], async () => [
      say.userDeleted({ id: this.cleo }),
    ]);
  }

  private found(id: number): Promise<void> {
    const values = [id, `g${id}`, `Group ${id}`, 'public', 'published'];
    return this.group(id, 'INSERT INTO groups VALUES ($1, $2, $3, $4, $5)', values, async (db) => [
      this.openmeet.say.groupCreated(await groupOf(db, id)),
    ]);
  }

  private announce(id: number, visibility: string, group: number | null): Promise<void> {
    const values = [id, `e${id}`, `Event ${id}`, 'Bring water', visibility, 'published', group];
    return this.event(id, 'INSERT INTO events VALUES ($1, $2, $3, $4, $5, $6, $7)', values, async (db) => [
      this.openmeet.say.eventCreated(await eventOf(db, id)),
    ]);
  }

  private user(id: number, sql: string, values: unknown[], read: Read): Promise<void> {
    return this.openmeet.change('user', id, (db) => db.query(sql, values), read);
  }

  private group(id: number, sql: string, values: unknown[], read: Read): Promise<void> {
    return this.openmeet.change('group', id, (db) => db.query(sql, values), read);
  }

  private event(id: number, sql: string, values: unknown[], read: Read): Promise<void> {
    return this.openmeet.change('event', id, (db) => db.query(sql, values), read);
  }
}

async function memberOf(db: EntityManager, group: number, person: number): Promise<Member> {
  return found((await membersOf(db, group)).find((member) => member.user.id === person));
}

async function attendeeOf(db: EntityManager, event: number, person: number): Promise<Attendee> {
  return found((await attendeesOf(db, event)).find((attendee) => attendee.user.id === person));
}

function found<T>(row: T | undefined): T {
  if (row === undefined) {
    throw new Error('the row that was written is not there');
  }
  return row;
}
