import { setTimeout } from 'node:timers/promises';

/** Waits that end at once when the application is told to end. */
export class Pause {
  private readonly abort = new AbortController();

  get ended(): boolean {
    return this.abort.signal.aborted;
  }

  end(): void {
    this.abort.abort();
  }

  async forMilliseconds(duration: number): Promise<void> {
    await setTimeout(duration, undefined, { signal: this.abort.signal }).catch(() => undefined);
  }
}
