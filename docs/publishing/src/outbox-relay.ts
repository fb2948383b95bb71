import { Inject, Injectable, Logger, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CHAT_KAFKA_OPTIONS, type ChatKafkaOptions } from './chat-kafka.options';
import { type OutboxRow, recordOf } from './cloud-event';
import { inShort } from './failure';
import { KafkaPublisher } from './kafka-publisher';
import { Pause } from './pause';

/** Any number that no other advisory lock of the database has. */
const LOCK = 7_302_461;
const ROWS = 500;
const IDLE_MS = 250;
const AFTER_FAILURE_MS = 5_000;

/** Moves what is in the outbox to Kafka. It may run in every instance of the API: one works at a time, the others look on. */
@Injectable()
export class OutboxRelay implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(OutboxRelay.name);
  private readonly pause = new Pause();
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CHAT_KAFKA_OPTIONS) private readonly options: ChatKafkaOptions,
    private readonly publisher: KafkaPublisher,
  ) {}

  onModuleInit(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.pause.end();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.pause.ended) {
      try {
        if ((await this.pass()) < ROWS) {
          await this.pause.forMilliseconds(IDLE_MS);
        }
      } catch (failed) {
        this.log.warn(`the outbox waits: ${inShort(failed)}`);
        await this.pause.forMilliseconds(AFTER_FAILURE_MS);
      }
    }
  }

  /** Sends the oldest rows and deletes them, and answers how many. */
  private async pass(): Promise<number> {
    const dataSource = await this.options.dataSource();
    // A crash between sending and the commit sends them once more, which the service takes for what it is: the same.
    return dataSource.transaction(async (manager) => {
      if (!(await isOurTurn(manager))) {
        return 0;
      }
      // Never "id above the last one": a lower number of another aggregate may be committed later.
      const rows: OutboxRow[] = await manager.query(`SELECT * FROM public."chatOutbox" ORDER BY "id" LIMIT ${ROWS}`);
      if (rows.length > 0) {
        await this.publisher.publish(rows.map(recordOf));
        await manager.query(`DELETE FROM public."chatOutbox" WHERE "id" = ANY($1)`, [rows.map((row) => row.id)]);
      }
      return rows.length;
    });
  }
}

/** The lock ends with the transaction, and so with the process or the connection. */
async function isOurTurn(manager: EntityManager): Promise<boolean> {
  const answers: { ours: boolean }[] = await manager.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS "ours"`);
  return answers[0]?.ours === true;
}
