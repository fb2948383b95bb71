import { Inject, Injectable } from '@nestjs/common';
import { CHAT_KAFKA_OPTIONS, type ChatKafkaOptions } from './chat-kafka.options';
import type { PersonNews, ReadBackHandler, RoomNews, Told } from './read-back';

/** Keeps the newest of each room and person in a table. What is gone stays as null, so that something older can't bring it back. */
@Injectable()
export class ReadBackTable implements ReadBackHandler {
  constructor(@Inject(CHAT_KAFKA_OPTIONS) private readonly options: ChatKafkaOptions) {}

  room(told: Told<RoomNews>): Promise<void> {
    return this.keep(told);
  }

  person(told: Told<PersonNews>): Promise<void> {
    return this.keep(told);
  }

  private async keep(told: Told<RoomNews | PersonNews>): Promise<void> {
    const dataSource = await this.options.dataSource();
    await dataSource.query(
      `INSERT INTO public."chatReadBack" AS kept ("subject", "offset", "news") VALUES ($1, $2, $3)
       ON CONFLICT ("subject") DO UPDATE SET "offset" = excluded."offset", "news" = excluded."news"
       WHERE kept."offset" < excluded."offset"`,
      [told.subject, told.offset.toString(), told.news === null ? null : JSON.stringify(told.news)],
    );
  }
}
