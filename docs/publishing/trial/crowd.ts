import { setTimeout } from 'node:timers/promises';
import { attendeesOf, eventOf, personOf, type SmallOpenMeet } from './small-openmeet';

/** Many at once change one event, and each takes its time before it commits: what they say must be in the order of their commits. */
export async function crowd(openmeet: SmallOpenMeet, event: number, person: number, size: number): Promise<void> {
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
      await db.query(`INSERT INTO events VALUES ($1, $2, 'Revision 0', '', 'public', 'published', NULL)`, [
        event,
        `e${event}`,
      ]);
      await db.query(`INSERT INTO attendees VALUES ($1, $2, 'pending', 'participant')`, [event, person]);
    },
    async (db) => [say.eventCreated(await eventOf(db, event))],
  );
  const aWhile = () => setTimeout(Math.random() * 40);
  const renames = () =>
    openmeet.change(
      'event',
      event,
      (db) =>
        db.query(
          `UPDATE events SET name = 'Revision ' || (substring(name FROM '[0-9]+')::int + 1) WHERE id = $1`,
          [event],
        ),
      async (db) => [say.eventUpdated(await eventOf(db, event))],
      aWhile,
    );
  const changesTheirMind = () =>
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
      aWhile,
    );
  // An odd number of changes of mind: confirmed in the end.
  const all = Array.from({ length: size }, (_, index) => (index % 2 === 0 ? changesTheirMind : renames));
  await Promise.all(all.map((one) => setTimeout(Math.random() * 100).then(one)));
}
