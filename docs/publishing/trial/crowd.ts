import { setTimeout } from 'node:timers/promises';
import { attendeesOf, eventOf, personOf, type SmallOpenMeet } from './small-openmeet';

/**
 * Many at once change one event, and each takes its time before it commits: what they say must be in the order of their commits. An odd
 * number of changes of mind: the person comes in the end.
 */
export async function crowd(openmeet: SmallOpenMeet, event: number, person: number): Promise<void> {
  await announce(openmeet, event, person);
  const { say } = openmeet;
  const renames = (beforeCommit: () => Promise<unknown>) =>
    openmeet.change(
      'event',
      event,
      (db) =>
        db.query(
          `UPDATE events SET name = 'Revision ' || (substring(name FROM '[0-9]+')::int + 1) WHERE id = $1`,
          [event],
        ),
      async (db) => [say.eventUpdated(await eventOf(db, event))],
      beforeCommit,
    );
  const changesTheirMind = (beforeCommit: () => Promise<unknown>) =>
    openmeet.change(
      'event',
      event,
      (db) =>
        db.query(
          `UPDATE attendees SET status = CASE status WHEN 'confirmed' THEN 'maybe' ELSE 'confirmed' END
           WHERE "eventId" = $1`,
          [event],
        ),
      async (db) => (await attendeesOf(db, event)).map((attendee) => say.attendeeStatusChanged({ id: event }, attendee)),
      beforeCommit,
    );

  let second: Promise<void> = Promise.resolve();
  await renames(async () => {
    let overtaken = false;
    second = changesTheirMind(async () => undefined).then(() => {
      overtaken = true;
    });
    // The second must wait for the first; if it doesn't, it shall be in Kafka before the first commits.
    while (!(await openmeet.somebodyWaits()) && !(overtaken && (await openmeet.outboxIsEmpty()))) {
      await setTimeout(10);
    }
  });
  await second;

  const aWhile = () => setTimeout(Math.random() * 20);
  const all = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? changesTheirMind : renames));
  await Promise.all(all.map((one) => one(aWhile)));
}

async function announce(openmeet: SmallOpenMeet, event: number, person: number): Promise<void> {
  const { say } = openmeet;
  await openmeet.change(
    'user',
    person,
    (db) => db.query('INSERT INTO users VALUES ($1, $2, $3)', [person, `u${person}`, 'Emil']),
    async (db) => [say.userCreated(await personOf(db, person))],
  );
  await openmeet.change(
    'event',
    event,
    async (db) => {
      const values = [event, `e${event}`];
      await db.query(`INSERT INTO events VALUES ($1, $2, 'Revision 0', '', 'public', 'published', NULL)`, values);
      await db.query(`INSERT INTO attendees VALUES ($1, $2, 'pending', 'participant')`, [event, person]);
    },
    async (db) => [say.eventCreated(await eventOf(db, event))],
  );
}
