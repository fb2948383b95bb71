const LONGEST = 300;

/** What failed, for a line in a log: the Kafka client lists each attempt at each broker. */
export function inShort(failed: unknown): string {
  return String(failed).slice(0, LONGEST);
}
