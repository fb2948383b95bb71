import { Inject, Injectable, OnApplicationShutdown } from '@nestjs/common';
import { compatibilityPartitioner, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { CHAT_KAFKA_OPTIONS, type ChatKafkaOptions } from './chat-kafka.options';
import type { KafkaRecord } from './cloud-event';

const TOPIC = 'openmeet.domain-events';
/** All records of a partition that are sent at once make one batch, and Kafka's limit of 1 MB is about the batch. */
const AT_ONCE = 700_000;

type TextProducer = Producer<string, string, string, string>;

/** Sends records in order and returns once all copies have them. */
@Injectable()
export class KafkaPublisher implements OnApplicationShutdown {
  private producer: TextProducer | undefined;

  constructor(@Inject(CHAT_KAFKA_OPTIONS) private readonly options: ChatKafkaOptions) {}

  async publish(records: KafkaRecord[]): Promise<void> {
    try {
      for (const batch of batchesOf(records)) {
        await this.connected().send({ messages: batch.map((record) => ({ topic: TOPIC, ...record })) });
      }
    } catch (failed) {
      // What a failed producer has numbered and the broker has not seen doesn't match any more; a new one begins anew.
      await this.disconnect();
      throw failed;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.disconnect();
  }

  private connected(): TextProducer {
    this.producer ??= new Producer({
      ...this.options.kafka,
      serializers: stringSerializers,
      // The client's own default is not where Java clients put a key: platformatic/kafka#121.
      partitioner: compatibilityPartitioner,
      acks: ProduceAcks.ALL,
      idempotent: true,
      // Without a number an idempotent producer tries for ever, and here a transaction waits for it.
      retries: 3,
      autocreateTopics: false,
    });
    return this.producer;
  }

  private async disconnect(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer?.close().catch(() => undefined);
  }
}

function batchesOf(records: KafkaRecord[]): KafkaRecord[][] {
  const batches: KafkaRecord[][] = [];
  let batch: KafkaRecord[] = [];
  let size = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(record.value);
    if (batch.length > 0 && size + bytes > AT_ONCE) {
      batches.push(batch);
      batch = [];
      size = 0;
    }
    batch.push(record);
    size += bytes;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}
