/** For whoever watches over the process: is it alive, and can it take work. */
import { statfs } from 'node:fs/promises';
import { forAnyone, type Route } from './route.ts';

export interface HealthDeps {
  ping(): Promise<void>;
  dataDir: string;
}

const PING_MS = 2_000;
/** bytes; below this sends are about to fail */
const LEAST_SPACE = 64 * 1024 * 1024;

export function healthRoutes({ ping, dataDir }: HealthDeps): Route[] {
  return [
    forAnyone('get', '/api/health/live', async () => ({ status: 'ok' })),
    forAnyone('get', '/api/health/ready', async ({ response }) => {
      const checks = { store: await isAnswering(ping), disk: await hasSpace(dataDir) };
      const isReady = checks.store && checks.disk;
      response.status(isReady ? 200 : 503);
      return { status: isReady ? 'ok' : 'not_ready', checks };
    }),
  ];
}

async function isAnswering(ping: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PING_MS);
  });
  const answer = ping().then(
    () => true,
    () => false,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function hasSpace(dir: string): Promise<boolean> {
  return statfs(dir).then(
    ({ bavail, bsize }) => bavail * bsize >= LEAST_SPACE,
    () => false,
  );
}
