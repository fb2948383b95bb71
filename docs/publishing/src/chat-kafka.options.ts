import type { BaseOptions } from '@platformatic/kafka';
import type { DataSource } from 'typeorm';

export const CHAT_KAFKA_OPTIONS = Symbol('CHAT_KAFKA_OPTIONS');

export interface ChatKafkaOptions {
  /** Brokers and how to log in to them. */
  kafka: Pick<BaseOptions, 'clientId' | 'bootstrapBrokers' | 'tls' | 'sasl'>;
  /**
   * The database. It is asked for each time: OpenMeet closes connections that nobody asked for in an hour. In OpenMeet this is
   * `() => tenantConnectionService.getTenantConnection('')`.
   */
  dataSource: () => Promise<DataSource>;
  /** The consumer group of the read-back. Another name reads all from the beginning. */
  readBackGroup: string;
}
