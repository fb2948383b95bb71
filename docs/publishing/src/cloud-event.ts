import { CloudEvent, Kafka } from 'cloudevents';

/** A row of the outbox, as the driver gives it: a bigint is text. */
export interface OutboxRow {
  id: string;
  subject: string;
  type: string;
  time: Date;
  data: Record<string, unknown>;
  snapshot: string | null;
  traceparent: string | null;
}

/** A record for Kafka. */
export interface KafkaRecord {
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** The row as a CloudEvent in structured mode, keyed by its subject. */
export function recordOf(row: OutboxRow): KafkaRecord {
  const event = new CloudEvent({
    id: row.id,
    source: 'openmeet-api',
    type: row.type,
    subject: row.subject,
    time: row.time.toISOString(),
    datacontenttype: 'application/json',
    // Of two events about one thing the service takes the one with the higher number, however late the other arrives.
    sequence: row.id,
    ...(row.snapshot === null ? {} : { snapshot: row.snapshot }),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    data: row.data,
  });
  const message = Kafka.structured(event);
  return {
    key: row.subject,
    value: String(message.value),
    headers: { 'content-type': String(message.headers['content-type']) },
  };
}
