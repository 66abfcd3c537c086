/** Who may use which route: one row per route, one column per kind of caller. A route without a row fails. */
import { type HttpApp, startHttpApp } from '../../tests/support/http-app.ts';
import { createHttp, type HttpDeps, listRoutes } from './create-http.ts';

const callers = ['anonymous', 'visitor', 'stranger', 'agent', 'supervisor', 'admin'] as const;
type Row = readonly [number, number, number, number, number, number];

const everybody = (status: number): Row => [status, status, status, status, status, status];
const signedIn = (status: number): Row => [401, 401, status, status, status, status];
const adminOnly = (status: number): Row => [401, 401, 403, 403, 403, status];
/** A session cookie is no visitor's token. */
const visitorOnly = (status: number): Row => [401, status, 401, 401, 401, 401];

/** Bodies are empty, so 400 means "was let in and failed on the body". */
const table: Record<string, Row> = {
  'get /api/health/live': everybody(200),
  'get /api/health/ready': everybody(200),
  'post /api/session': everybody(400),
  'delete /api/session': signedIn(204),
  'get /api/me': signedIn(200),
  'get /api/sessions': signedIn(200),
  'delete /api/sessions/:id': signedIn(404),
  'post /api/setup': everybody(400),
  'post /api/reset': everybody(400),
  'get /api/users': adminOnly(200),
  'post /api/users': adminOnly(400),
  'patch /api/users/:id': adminOnly(404),
  'post /api/users/:id/reset-link': adminOnly(404),
  'get /api/audit': adminOnly(200),
  'get /api/inboxes': adminOnly(200),
  'get /api/inboxes/:id': adminOnly(404),
  'put /api/inboxes/:id': adminOnly(400),
  'get /api/inboxes/:id/secret': adminOnly(404),
  'post /api/inboxes': adminOnly(400),
  'post /api/inboxes/:id/secret': adminOnly(404),
  'get /api/queues': adminOnly(200),
  'post /api/queues': adminOnly(400),
  'put /api/queues/:id': adminOnly(400),
  'post /api/calendars': adminOnly(400),
  'delete /api/calendars/:id': adminOnly(404),
  'get /api/calendars': adminOnly(200),
  'get /api/calendars/:id': adminOnly(404),
  'put /api/calendars/:id': adminOnly(400),
  'get /api/catalogue': signedIn(200),
  'post /api/tags': adminOnly(400),
  'put /api/tags/:id': adminOnly(400),
  'post /api/dispositions': adminOnly(400),
  'put /api/dispositions/:id': adminOnly(400),
  'post /api/presence-reasons': adminOnly(400),
  'put /api/presence-reasons/:id': adminOnly(400),
  'post /api/attributes': adminOnly(400),
  'put /api/attributes/:id': adminOnly(400),
  'get /api/canned-replies': signedIn(200),
  'post /api/canned-replies': signedIn(400),
  'put /api/canned-replies/:id': signedIn(400),
  'delete /api/canned-replies/:id': signedIn(404),
  'get /api/macros': signedIn(200),
  'post /api/macros': signedIn(400),
  'put /api/macros/:id': signedIn(400),
  'delete /api/macros/:id': signedIn(404),
  'get /api/floor/intervals': [401, 401, 403, 400, 400, 400],
  'get /api/floor/cases': [401, 401, 403, 400, 400, 400],
  'post /api/files': signedIn(200),
  'get /files/:id': [401, 401, 404, 200, 200, 200],
  'post /api/widget/:inboxId/session': everybody(200),
  'delete /api/widget/:inboxId/session': visitorOnly(204),
  'post /api/widget/:inboxId/files': visitorOnly(200),
  'get /api/widget/:inboxId/files/:id': visitorOnly(200),
  'get /api/widget/:inboxId/conversations/:id/transcript': visitorOnly(200),
};

describe('who may use which route', () => {
  let server: HttpApp;
  let conversationId: string;
  let fileId: string;
  let visit: { authorization: string };

  beforeAll(async () => {
    server = await startHttpApp();
    const { app, inbox, teamId } = server;
    const team = { id: app.store.directory, other: '01ARZ3NDEKTSV4RRFFQ69G5FAV' as typeof teamId };
    await team.id.saveTeam({ id: team.other, name: 'Elsewhere' });
    await server.addUser('stranger@parley.example', 'supervisor', [team.other]);
    visit = await server.beginVisit();
    const sent = await server.fetch(`/api/widget/${inbox.id}/files`, {
      method: 'POST',
      headers: { ...visit, 'x-file-name': 'hello.txt' },
      body: 'hello',
    });
    const { file } = await sent.json();
    fileId = file.id;
    const viewer = await app.visitors.find(inbox.id, visit.authorization.slice(7));
    if (!viewer) throw new Error('no visitor');
    const made = await app.ingest.ingest({
      ...{ type: 'message', inboxId: inbox.id, key: `${viewer.identityId}:aaaaaaaa`, clientId: 'aaaaaaaa' },
      ...{ identity: { kind: 'visitor', value: viewer.identityId }, at: Date.now(), conversationId: null, text: 'Hi' },
      ...{ files: [file], form: [], context: {}, claimed: {}, left: false },
    });
    conversationId = made.conversationId;
  });
  afterAll(() => server.stop());

  const deps = { config: { publicUrl: 'http://127.0.0.1:3400', clientDir: '/' }, accounts: {} } as HttpDeps;

  it('has a row for every route, and no row for what is none', () => {
    const names = listRoutes(deps).map((route) => `${route.method} ${route.path}`);
    expect(Object.keys(table).sort()).toEqual(names.sort());
  });

  it('mounts nothing outside the list but pages', () => {
    const found: string[] = [];
    walk(createHttp(deps), found);
    const api = found.filter((name) => / \/(api|files)/.test(name));
    expect(api.sort()).toEqual(Object.keys(table).sort());
  });

  it.each(Object.entries(table))('%s', async (name, row) => {
    const [method = '', path = ''] = name.split(' ');
    const statuses: number[] = [];
    for (const caller of callers) {
      const isUpload = name.startsWith('post') && name.endsWith('/files');
      const answer = await server.fetch(fill(path), {
        method: method.toUpperCase(),
        headers: {
          origin: server.publicUrl,
          ...(await credentials(caller, name)),
          ...(isUpload ? { 'x-file-name': 'a.txt' } : { 'content-type': 'application/json' }),
        },
        body: method === 'get' ? undefined : isUpload ? 'text' : '{}',
      });
      statuses.push(answer.status);
    }
    expect(Object.fromEntries(callers.map((caller, index) => [caller, statuses[index]]))).toEqual(
      Object.fromEntries(callers.map((caller, index) => [caller, row[index]])),
    );
  });

  function fill(path: string): string {
    const id = path.includes('files')
      ? fileId
      : path.includes('transcript')
        ? conversationId
        : '01ARZ3NDEKTSV4RRFFQ69G5FAW';
    return path.replace(':inboxId', server.inbox.id).replace(':id', id);
  }

  async function credentials(caller: (typeof callers)[number], name: string): Promise<Record<string, string>> {
    switch (caller) {
      case 'anonymous':
        return {};
      case 'visitor':
        return name.startsWith('delete') ? server.beginVisit() : visit;
      case 'stranger':
        return server.signIn('stranger@parley.example');
      case 'agent':
        return server.signIn('maya@parley.example');
      case 'supervisor':
        return server.signIn('ines@parley.example');
      case 'admin':
        return server.signIn('admin@parley.example');
    }
  }
});

/** Every path in express's own tree of routers. */
function walk(node: unknown, found: string[]): void {
  const { router, stack } = node as { router?: unknown; stack?: unknown[] };
  if (router) walk(router, found);
  for (const layer of stack ?? []) {
    const { route, handle } = layer as { route?: { path: string; methods: Record<string, boolean> }; handle?: unknown };
    if (route) for (const method of Object.keys(route.methods)) found.push(`${method} ${route.path}`);
    else walk(handle, found);
  }
}
