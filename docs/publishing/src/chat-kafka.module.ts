import { type DynamicModule, Module } from '@nestjs/common';
import { CHAT_KAFKA_OPTIONS, type ChatKafkaOptions } from './chat-kafka.options';
import { ChatOutbox } from './chat-outbox';
import { ChatReadBack } from './chat-read-back';
import { KafkaPublisher } from './kafka-publisher';
import { OutboxRelay } from './outbox-relay';
import { READ_BACK_HANDLER } from './read-back';
import { ReadBackTable } from './read-back-table';

/** The outbox with its relay, and the read-back into a table. */
@Module({})
export class ChatKafkaModule {
  static register(options: ChatKafkaOptions): DynamicModule {
    return {
      module: ChatKafkaModule,
      providers: [
        { provide: CHAT_KAFKA_OPTIONS, useValue: options },
        { provide: READ_BACK_HANDLER, useClass: ReadBackTable },
        ChatOutbox,
        KafkaPublisher,
        OutboxRelay,
        ChatReadBack,
      ],
      exports: [ChatOutbox],
    };
  }
}
