/** A whole server for HTTP tests: real express, real embedded store, a clock that can be moved, and people of every role. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../server/app.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { startStore } from '../../server/embedded-mongo/start-store.ts';
import { createLog } from '../../server/lib/log.ts';
import type { Role } from '../../shared/model/agent.ts';
import type { InboxId, TeamId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';

export interface HttpApp {
  app: App;
  inbox: Inbox;
  teamId: TeamId;
  dataDir: string;
  publicUrl: string;
  /** moves the clock forward */
  pass(ms: number): void;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** As one of our own pages would write. */
  write(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** A new session of somebody, as a Cookie header. */
  signIn(email: string): Promise<{ cookie: string }>;
  addUser(email: string, role: Role, teamIds: TeamId[]): Promise<UserId>;
  beginVisit(): Promise<{ authorization: string }>;
  /** Ends the store under a running server. */
  loseStore(): Promise<void>;
  stop(): Promise<void>;
}

export const password = 'correct horse battery';

export async function startHttpApp(
  environment: Record<string, string> = {},
  over: Partial<Config> = {},
): Promise<HttpApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-http-'));
  const store = await startStore(join(dataDir, 'store'), { durable: false, thread: 'inline' });
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const read = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    MAIL_PORT: 'off',
    DATA_DIR: dataDir,
    RATE_LIMITS: 'off',
    ...environment,
  });
  const config = { ...read, ...over };
  const log = createLog('silent', false);
  const passwordCost = { memoryCost: 8, timeCost: 1, parallelism: 1 };
  const app = await createApp({ config, storeUri: store.uri, clock, log, passwordCost });
  await app.start();
  await new Promise<void>((resolve) => app.http.listen(0, '127.0.0.1', resolve));
  const { port } = app.http.address() as AddressInfo;
  const inbox = await app.store.directory.inbox((app.demo?.inboxId ?? '') as InboxId);
  const teamId = (await app.store.directory.teams())[0]?.id;
  const need = <T>(value: T | null | undefined): T => {
    if (value === null || value === undefined) throw new Error('only the demo has one');
    return value;
  };

  const ask: HttpApp['fetch'] = (path, init) =>
    fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init });
  return {
    app,
    get inbox() {
      return need(inbox);
    },
    get teamId() {
      return need(teamId);
    },
    dataDir,
    publicUrl: config.publicUrl,
    pass(ms) {
      ahead += ms;
    },
    fetch: ask,
    write: (method, path, body, headers = {}) =>
      ask(path, {
        method,
        headers: { origin: config.publicUrl, 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    async signIn(email) {
      const caller = { address: '127.0.0.1', userAgent: 'test' };
      const known = app.demo?.people.find((person) => person.email === email)?.password ?? password;
      const answer = await app.accounts.signIn({ email, password: known }, caller);
      if ('secondStep' in answer) throw new Error('a code is missing');
      return { cookie: `parley_session=${answer.token}` };
    },
    addUser: (email, role, teamIds) => app.accounts.addUser({ name: email, email, role, teamIds }, password),
    async beginVisit() {
      const { token } = await app.visitors.begin(need(inbox), undefined, { proof: null });
      return { authorization: `Bearer ${token}` };
    },
    loseStore: () => store.stop(),
    async stop() {
      await app.stop();
      await store.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
