import type { ChatKafkaOptions } from '../src/chat-kafka.options';
import type { KafkaRecord } from '../src/cloud-event';
import { KafkaPublisher } from '../src/kafka-publisher';
import { OutboxRelay } from '../src/outbox-relay';
import { eventOf, type SmallOpenMeet } from './small-openmeet';

/** Sends, and dies of it. */
class DyingPublisher extends KafkaPublisher {
  override async publish(records: KafkaRecord[]): Promise<void> {
    await super.publish(records);
    process.kill(process.pid, 'SIGKILL');
  }
}

/** Says more about one event than fits into one batch, and crashes between sending it and deleting it from the outbox. */
export async function crash(openmeet: SmallOpenMeet, options: ChatKafkaOptions, event: number): Promise<void> {
  await openmeet.change(
    'event',
    event,
    (db) =>
      db.query(`INSERT INTO events VALUES ($1, $2, 'Draft 0', $3, 'public', 'published', NULL)`, [
        event,
        `e${event}`,
        'é'.repeat(5_000),
      ]),
    async (db) => {
      const state = await eventOf(db, event);
      const drafts = Array.from({ length: 150 }, (_, index) => ({ ...state, name: `Draft ${index + 1}` }));
      return [openmeet.say.eventCreated(state), ...drafts.map((draft) => openmeet.say.eventUpdated(draft))];
    },
  );
  new OutboxRelay(options, new DyingPublisher(options)).onModuleInit();
}
