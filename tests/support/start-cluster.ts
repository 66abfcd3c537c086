/** Several server nodes over one store process and one redis, as a load balancer would have them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app.ts';
import type { Config } from '../../server/config.ts';
import { createLog } from '../../server/lib/log.ts';
import { type Child, findFreePort, startChild } from './child.ts';
import { programOf } from './program.ts';
import { testConfig } from './start-parley.ts';
import { cheapPasswords } from './test-settings.ts';
import { type Company, foundCompany, World } from './world.ts';

export interface ClusterNode {
  url: string;
  /** Gone without a word, as by a power cut. */
  kill(): Promise<void>;
  /** Another process on the same port. */
  revive(): Promise<void>;
  /** Resolves when the process is gone by itself. */
  gone: Promise<void>;
}

export interface Cluster {
  nodes: [ClusterNode, ClusterNode];
  /** redis goes away and comes back empty */
  redis: { kill(): Promise<void>; revive(): Promise<void> };
  company: Company;
  world: World;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');
const isJson = (line: string): boolean => line.startsWith('{');

export async function startCluster(over: Partial<Config> = {}): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-cluster-'));
  const children = new Set<Child>();
  const keep = (child: Child): Child => {
    children.add(child);
    return child;
  };
  const redisPort = await findFreePort();
  const redisArgs = ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const startRedis = (): Promise<Child> =>
    startChild('redis-server', [...redisArgs, '--dir', dataDir], (line) => line.includes('Ready to accept')).then(keep);
  const [store, firstRedis] = await Promise.all([
    startChild(
      process.execPath,
      [...programOf('server/embedded-mongo/main.ts'), '--dir', join(dataDir, 'store'), '--not-durable'],
      isJson,
    ),
    startRedis(),
  ]);
  keep(store);
  let redis = firstRedis;
  const { uri } = JSON.parse(store.line) as { uri: string };
  const config = testConfig(dataDir, { ...over, mongodbUri: uri, redisUrl: `redis://127.0.0.1:${redisPort}` });

  const founder = await createApp({
    config: { ...config, redisUrl: undefined },
    storeUri: uri,
    log: createLog('silent', false),
    passwordCost: cheapPasswords,
  });
  const company = await foundCompany(founder);
  await founder.stop();

  async function startNode(): Promise<ClusterNode> {
    const run = (port: number): Promise<Child> =>
      startChild(
        process.execPath,
        ['--import', 'tsx', join(root, 'tests/support/node-main.ts'), JSON.stringify({ ...config, port })],
        isJson,
      ).then(keep);
    let child = await run(0);
    const { port } = JSON.parse(child.line) as { port: number };
    const goneOf = (one: Child) => new Promise<void>((resolve) => one.process.once('exit', () => resolve()));
    const node: ClusterNode = {
      url: `http://127.0.0.1:${port}`,
      kill: () => child.end('SIGKILL'),
      async revive() {
        child = await run(port);
        node.gone = goneOf(child);
      },
      gone: goneOf(child),
    };
    return node;
  }

  const nodes = await Promise.all([startNode(), startNode()]);
  const world = new World({ url: nodes[0].url, origin: config.publicUrl }, company);
  return {
    nodes,
    redis: {
      kill: () => redis.end('SIGKILL'),
      async revive() {
        redis = await startRedis();
      },
    },
    company,
    world,
    async stop() {
      world.closeClients();
      await Promise.all([...children].map((child) => child.end('SIGKILL')));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
