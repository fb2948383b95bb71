import { Inject, Injectable, Logger, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Consumer, type Message, type MessagesStream, stringDeserializers } from '@platformatic/kafka';
import { CHAT_KAFKA_OPTIONS, type ChatKafkaOptions } from './chat-kafka.options';
import { inShort } from './failure';
import { HandledOffsets } from './handled-offsets';
import { Pause } from './pause';
import { PEOPLE, type PersonNews, READ_BACK_HANDLER, type ReadBackHandler, ROOMS, type RoomNews } from './read-back';

const AFTER_FAILURE_MS = 5_000;
const SESSION_MS = 15_000;

type TextMessage = Message<string, string, string, string>;
type TextStream = MessagesStream<string, string, string, string>;

/**
 * Hands each record of the read-back to the handler, at least once: an offset is committed only after its record was handled, and what
 * fails is read again. The topics are compacted, so a new group reads the newest of everything from the beginning.
 */
@Injectable()
export class ChatReadBack implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(ChatReadBack.name);
  private readonly pause = new Pause();
  private stream: TextStream | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CHAT_KAFKA_OPTIONS) private readonly options: ChatKafkaOptions,
    @Inject(READ_BACK_HANDLER) private readonly handler: ReadBackHandler,
  ) {}

  onModuleInit(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.pause.end();
    await this.stream?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.pause.ended) {
      try {
        await this.read();
      } catch (failed) {
        this.log.warn(`the read-back begins anew: ${inShort(failed)}`);
        await this.pause.forMilliseconds(AFTER_FAILURE_MS);
      }
    }
  }

  private async read(): Promise<void> {
    const consumer = new Consumer({
      ...this.options.kafka,
      groupId: this.options.readBackGroup,
      deserializers: stringDeserializers,
      // After a crash the partitions stand still for as long.
      sessionTimeout: SESSION_MS,
      heartbeatInterval: SESSION_MS / 5,
    });
    const handled = new HandledOffsets();
    try {
      this.stream = await consumer.consume({
        topics: [ROOMS, PEOPLE],
        mode: 'committed',
        fallbackMode: 'earliest',
        // The client's own commits are about what it has read, not about what was handled.
        autocommit: false,
      });
      if (!this.pause.ended) {
        for await (const message of this.stream) {
          await this.handle(message);
          handled.add(message);
          await handled.commitNowAndThen();
        }
      }
    } finally {
      await handled.commit().catch((failed) => this.log.warn(`offsets were not committed: ${inShort(failed)}`));
      await consumer.close(true);
    }
  }

  private async handle(message: TextMessage): Promise<void> {
    const told = { subject: message.key, offset: message.offset };
    const value = message.value ? (JSON.parse(message.value) as unknown) : null;
    if (message.topic === ROOMS) {
      await this.handler.room({ ...told, news: value as RoomNews | null });
    } else {
      await this.handler.person({ ...told, news: value as PersonNews | null });
    }
  }
}
