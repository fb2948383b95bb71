import './node20';
import 'reflect-metadata';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { type DynamicModule, type LoggerService, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { compatibilityPartitioner } from '@platformatic/kafka';
import { DataSource } from 'typeorm';
import { ChatKafkaModule } from '../src/chat-kafka.module';
import type { ChatKafkaOptions } from '../src/chat-kafka.options';
import * as contract from '../src/contract';
import { crash } from './crash';
import { crowd } from './crowd';
import { startPostgres } from './postgres';
import { SmallOpenMeet } from './small-openmeet';
import { Town } from './town';

/**
 * What tests, and those who want to see it, run: see docs/publishing.md. Settings are environment variables; results are lines of JSON.
 */
const PARTITIONS = 24;

/** Results are what is printed, so that complaints go elsewhere. */
const COMPLAINTS: LoggerService = {
  log: () => undefined,
  warn: (message: unknown) => process.stderr.write(`${message}\n`),
  error: (...messages: unknown[]) => process.stderr.write(`${messages.join(' ')}\n`),
};

@Module({})
class Api {
  static on(options: ChatKafkaOptions): DynamicModule {
    return { module: Api, imports: [ChatKafkaModule.register(options)] };
  }
}

const SCENARIOS: Record<string, () => Promise<void>> = {
  /** A database, until SIGTERM or Ctrl-C. */
  database: async () => {
    const database = await startPostgres();
    print({ url: database.url });
    await toldToEnd();
    await database.stop();
  },
  /** The API: relay and read-back, until SIGTERM or Ctrl-C. */
  api: async () => {
    const database = await connected();
    await new SmallOpenMeet(database, setting('TENANT')).migrate();
    const api = await NestFactory.createApplicationContext(Api.on(options(database)), { logger: COMPLAINTS });
    print({ running: true });
    await toldToEnd();
    await api.close();
    await database.destroy();
  },
  town: () => said((openmeet) => new Town(openmeet, firstId()).live()),
  crowd: () => said((openmeet) => crowd(openmeet, firstId(), firstId() + 1)),
  crash: async () => {
    const database = await connected();
    await crash(new SmallOpenMeet(database, setting('TENANT')), options(database), firstId());
  },
  /** What the read-back came to. */
  told: async () => {
    const database = await connected();
    const rows: unknown[] = await database.query('SELECT "subject", "news" FROM public."chatReadBack"');
    rows.forEach(print);
    await database.destroy();
  },
  /** Where keys go, each a line of JSON. */
  partitions: async () => {
    for await (const line of createInterface({ input: process.stdin })) {
      const key = JSON.parse(line) as string;
      print(compatibilityPartitioner({ topic: '' }, Buffer.from(key)) % PARTITIONS);
    }
  },
  words: async () => {
    print(Object.fromEntries(Object.entries(contract).filter(([, words]) => Array.isArray(words))));
  },
};

async function toldToEnd(): Promise<void> {
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
}

/** Changes something and waits until the relay has sent it. */
async function said(change: (openmeet: SmallOpenMeet) => Promise<void>): Promise<void> {
  const database = await connected();
  const openmeet = new SmallOpenMeet(database, setting('TENANT'));
  await change(openmeet);
  while (!(await openmeet.outboxIsEmpty())) {
    await setTimeout(50);
  }
  await database.destroy();
}

function connected(): Promise<DataSource> {
  return new DataSource({ type: 'postgres', url: setting('DATABASE_URL'), poolSize: 40 }).initialize();
}

function options(database: DataSource): ChatKafkaOptions {
  return {
    kafka: { clientId: 'openmeet-api', bootstrapBrokers: setting('KAFKA_BOOTSTRAP_SERVERS').split(',') },
    dataSource: async () => database,
    readBackGroup: 'openmeet-api',
  };
}

function firstId(): number {
  return Number(setting('FIRST_ID'));
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const scenario = SCENARIOS[process.argv[2] ?? ''];
if (scenario === undefined) {
  process.stderr.write(`one of: ${Object.keys(SCENARIOS).join(', ')}\n`);
  process.exitCode = 2;
} else {
  void scenario();
}
