import type { Message } from '@platformatic/kafka';

const EVERY_MS = 1_000;

type TextMessage = Message<string, string, string, string>;

/** The last record of each partition that was handled: what may be committed. */
export class HandledOffsets {
  private readonly last = new Map<string, TextMessage>();
  private committedAt = Date.now();

  add(message: TextMessage): void {
    this.last.set(`${message.topic} ${message.partition}`, message);
  }

  /** One commit a record would be one call a record. What is not committed is read again after a restart, which does no harm. */
  async commitNowAndThen(): Promise<void> {
    if (Date.now() - this.committedAt >= EVERY_MS) {
      await this.commit();
    }
  }

  async commit(): Promise<void> {
    const messages = [...this.last.values()];
    this.last.clear();
    this.committedAt = Date.now();
    for (const message of messages) {
      await message.commit();
    }
  }
}
