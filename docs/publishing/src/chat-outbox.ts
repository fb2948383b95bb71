import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DomainEvent } from './contract';

/** Kafka refuses records over 1 MB, and one that it refuses would hold up all others. */
const LARGEST = 700_000;

/** Puts domain events into the transaction that makes them true, so that both are there or neither is. */
@Injectable()
export class ChatOutbox {
  /**
   * Says something about one aggregate. Call it last in the transaction: it makes others that speak of the same aggregate wait until
   * this one ends. Who speaks of several calls it in the order of their subjects, or two may wait for each other.
   *
   * @param manager of the transaction in which the rows were changed
   * @param subject as `subjectOf` writes it
   * @param read looks at the rows and says what they now are; what it saw before it was called may be overtaken
   * @param traceparent the W3C trace context, if there is one
   */
  async say(
    manager: EntityManager,
    subject: string,
    read: () => Promise<DomainEvent[]>,
    traceparent?: string,
  ): Promise<void> {
    if (!manager.queryRunner?.isTransactionActive) {
      throw new Error('the outbox wants the entity manager of a transaction');
    }
    // From here to the end of the transaction nobody else gets a number for this aggregate: its numbers are in commit order.
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('openmeet-chat ' || $1, 0))`, [subject]);
    for (const event of await read()) {
      await insert(manager, subject, event, traceparent);
    }
  }
}

async function insert(manager: EntityManager, subject: string, event: DomainEvent, traceparent?: string) {
  if (event.subject !== subject) {
    throw new Error(`${event.type} is about ${event.subject}, and ${subject} is locked`);
  }
  const data = JSON.stringify(event.data);
  if (Buffer.byteLength(data) > LARGEST) {
    throw new RangeError(`${event.type} about ${subject} is larger than ${LARGEST} bytes`);
  }
  await manager.query(
    `INSERT INTO public."chatOutbox" ("subject", "type", "data", "snapshot", "traceparent") VALUES ($1, $2, $3, $4, $5)`,
    [subject, event.type, data, event.snapshot ?? null, traceparent ?? null],
  );
}
