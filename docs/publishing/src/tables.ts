/**
 * The two tables, as a migration makes them. Both lie in `public`, as `matrixHandleRegistry` does: one for all tenants. OpenMeet runs
 * each migration once for each tenant, hence IF NOT EXISTS.
 */

/**
 * `id` is the event's `sequence`, so it must never go back: no TRUNCATE … RESTART IDENTITY, and after a restore of the database it is
 * set above the highest ever published. A sequence that hands numbers out in advance (CACHE above 1) would break the order.
 * `json`, not `jsonb`: it is never searched, only sent.
 */
export const OUTBOX_TABLE = `
  CREATE TABLE IF NOT EXISTS public."chatOutbox" (
    "id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "subject" text NOT NULL,
    "type" text NOT NULL,
    "time" timestamptz NOT NULL DEFAULT clock_timestamp(),
    "data" json NOT NULL,
    "snapshot" text,
    "traceparent" text
  )`;

/** What chat says of each room and person. `news` is null once they are gone. */
export const READ_BACK_TABLE = `
  CREATE TABLE IF NOT EXISTS public."chatReadBack" (
    "subject" text PRIMARY KEY,
    "offset" bigint NOT NULL,
    "news" jsonb
  )`;
