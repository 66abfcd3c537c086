/** Who may use which route: one row per route, one column per kind of caller. A route without a row fails. */

import { builtInPermissions, type Permission, permissions } from '../../shared/model/permission.ts';
import { type HttpApp, startHttpApp } from '../../tests/support/http-app.ts';
import { createHttp, type HttpDeps, listRoutes } from './create-http.ts';

jest.setTimeout(30_000);

/** Those in the middle have a role that was made here, of one permission each. */
const callers = ['anonymous', 'visitor', 'stranger', 'agent', 'supervisor', ...permissions, 'admin'] as const;
type Caller = (typeof callers)[number];
type Row = Record<Caller, number>;

const rowOf = (statusOf: (caller: Caller) => number): Row =>
  Object.fromEntries(callers.map((caller) => [caller, statusOf(caller)])) as Row;
const isInside = (caller: Caller): boolean => caller !== 'anonymous' && caller !== 'visitor';

function has(caller: Caller, permission: Permission): boolean {
  if (caller === 'stranger') return builtInPermissions.supervisor.includes(permission);
  if (caller === 'agent' || caller === 'supervisor' || caller === 'admin') {
    return builtInPermissions[caller].includes(permission);
  }
  return caller === permission;
}

const everybody = (status: number): Row => rowOf(() => status);
const signedIn = (status: number): Row => rowOf((caller) => (isInside(caller) ? status : 401));
const permitted = (permission: Permission, status: number): Row =>
  rowOf((caller) => (!isInside(caller) ? 401 : has(caller, permission) ? status : 403));
/** A session cookie is no visitor's token. */
const visitorOnly = (status: number): Row => rowOf((caller) => (caller === 'visitor' ? status : 401));

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
  'post /api/session/second-step': everybody(400),
  'patch /api/me': signedIn(204),
  'put /api/me/email': signedIn(400),
  'put /api/me/password': signedIn(400),
  'delete /api/sessions': signedIn(200),
  'get /api/two-factor': signedIn(200),
  'post /api/two-factor': signedIn(400),
  'post /api/two-factor/confirm': signedIn(400),
  'post /api/two-factor/recovery-codes': signedIn(400),
  'post /api/two-factor/off': signedIn(400),
  'delete /api/users/:id/two-factor': permitted('people:manage', 404),
  'get /api/roles': permitted('people:manage', 200),
  'post /api/roles': permitted('people:manage', 400),
  'put /api/roles/:id': permitted('people:manage', 400),
  'delete /api/roles/:id': permitted('people:manage', 404),
  'get /api/teams': permitted('people:manage', 200),
  'post /api/teams': permitted('people:manage', 400),
  'patch /api/teams/:id': permitted('people:manage', 400),
  'put /api/teams/:id/members': permitted('people:manage', 400),
  'delete /api/teams/:id': permitted('people:manage', 404),
  'get /api/audit/export': permitted('audit:see', 200),
  'get /api/users': permitted('people:manage', 200),
  'post /api/users': permitted('people:manage', 400),
  'patch /api/users/:id': permitted('people:manage', 404),
  'post /api/users/:id/reset-link': permitted('people:manage', 404),
  'get /api/audit': permitted('audit:see', 200),
  'get /api/inboxes': permitted('workspace:manage', 200),
  'get /api/inboxes/:id': permitted('workspace:manage', 404),
  'put /api/inboxes/:id': permitted('workspace:manage', 400),
  'get /api/inboxes/:id/secret': permitted('workspace:manage', 404),
  'post /api/inboxes': permitted('workspace:manage', 400),
  'get /api/inboxes/:id/sightings': permitted('workspace:manage', 404),
  'post /api/inboxes/:id/secret': permitted('workspace:manage', 404),
  'get /api/inboxes/:id/credentials': permitted('workspace:manage', 404),
  'put /api/inboxes/:id/credentials': permitted('workspace:manage', 404),
  'post /api/inboxes/check': permitted('workspace:manage', 400),
  'post /api/inboxes/:id/mend': permitted('workspace:manage', 404),
  'post /api/inboxes/rules/try': permitted('workspace:manage', 400),
  'post /api/inboxes/rules/try-newest': permitted('workspace:manage', 400),
  'post /api/inboxes/look-up': permitted('workspace:manage', 400),
  'post /api/inboxes/templates': permitted('workspace:manage', 400),
  'get /api/inboxes/:id/state': permitted('workspace:manage', 404),
  'get /api/queues': permitted('workspace:manage', 200),
  'post /api/queues': permitted('workspace:manage', 400),
  'put /api/queues/:id': permitted('workspace:manage', 400),
  'post /api/calendars': permitted('workspace:manage', 400),
  'delete /api/calendars/:id': permitted('workspace:manage', 404),
  'get /api/calendars': permitted('workspace:manage', 200),
  'get /api/calendars/:id': permitted('workspace:manage', 404),
  'put /api/calendars/:id': permitted('workspace:manage', 400),
  'get /api/languages': permitted('workspace:manage', 200),
  'put /api/languages': permitted('workspace:manage', 400),
  'get /api/catalogue': signedIn(200),
  'post /api/tags': permitted('workspace:manage', 400),
  'put /api/tags/:id': permitted('workspace:manage', 400),
  'post /api/dispositions': permitted('workspace:manage', 400),
  'put /api/dispositions/:id': permitted('workspace:manage', 400),
  'post /api/presence-reasons': permitted('workspace:manage', 400),
  'put /api/presence-reasons/:id': permitted('workspace:manage', 400),
  'post /api/attributes': permitted('workspace:manage', 400),
  'put /api/attributes/:id': permitted('workspace:manage', 400),
  'get /api/canned-replies': signedIn(200),
  'post /api/canned-replies': signedIn(400),
  'put /api/canned-replies/:id': signedIn(400),
  'delete /api/canned-replies/:id': signedIn(404),
  'get /api/macros': signedIn(200),
  'post /api/macros': signedIn(400),
  'put /api/macros/:id': signedIn(400),
  'delete /api/macros/:id': signedIn(404),
  'get /api/views': signedIn(200),
  'post /api/views': signedIn(400),
  'put /api/views/:id': signedIn(400),
  'delete /api/views/:id': signedIn(404),
  'get /api/floor/intervals': permitted('floor:see', 400),
  'get /api/floor/cases': permitted('floor:see', 400),
  'get /api/retention': permitted('data:erase', 200),
  'post /api/retention/count': permitted('data:erase', 400),
  'put /api/retention': permitted('data:erase', 400),
  'get /api/call-servers': permitted('workspace:manage', 200),
  'put /api/call-servers': permitted('workspace:manage', 400),
  'delete /api/call-servers': permitted('workspace:manage', 200),
  'get /api/customers/export': rowOf((caller) =>
    // The whole list is for those who reach everything.
    !isInside(caller) ? 401 : caller === 'admin' ? 200 : 403,
  ),
  'get /api/customers/:id/export': permitted('data:transfer', 404),
  'get /api/customers/:id/erasure': permitted('data:erase', 404),
  'post /api/customers/:id/erasure': permitted('data:erase', 400),
  'put /api/customers/:id/hold': permitted('data:erase', 400),
  'get /api/imports': permitted('data:transfer', 200),
  'post /api/imports': permitted('data:transfer', 400),
  'get /api/imports/:id': permitted('data:transfer', 404),
  'put /api/imports/:id': permitted('data:transfer', 400),
  'post /api/imports/:id/check': permitted('data:transfer', 404),
  'post /api/imports/:id/run': permitted('data:transfer', 404),
  'post /api/imports/:id/undo': permitted('data:transfer', 404),
  'get /api/imports/:id/refused': permitted('data:transfer', 404),
  'get /api/images': signedIn(400),
  'get /api/search-index': permitted('workspace:manage', 200),
  'post /api/search-index/rebuild': permitted('workspace:manage', 200),
  // Of the demo, which is this machine's own.
  'get /api/outbox': everybody(200),
  'get /api/simulator': everybody(404),
  'get /api/outbox/:id/source': everybody(404),
  'post /api/files': signedIn(200),
  'get /files/:id': rowOf((caller) => (!isInside(caller) ? 401 : caller === 'stranger' ? 404 : 200)),
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
    const { accounts } = app;
    const ada = await accounts.viewerOf((await server.signIn('admin@parley.example')).cookie.split('=')[1]);
    if (!ada) throw new Error('no admin');
    const from = { address: '', userAgent: '' };
    const role = { reach: 'teams', twoFactorRequired: false } as const;
    for (const permission of permissions) {
      const made = await accounts.roles.create(ada, { ...role, name: permission, permissions: [permission] }, from);
      await server.addUser(`${permission.replace(':', '-')}@parley.example`, made.id, [teamId]);
    }
    const strict = { ...role, name: 'Strict', permissions: [...permissions], twoFactorRequired: true };
    await server.addUser('late@parley.example', (await accounts.roles.create(ada, strict, from)).id, [teamId]);
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

  const deps = {
    config: { publicUrl: 'http://127.0.0.1:3400', clientDir: '/', demo: true },
    accounts: {},
    catalogue: {},
    outbox: {},
  } as HttpDeps;

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
    expect(Object.fromEntries(callers.map((caller, index) => [caller, statuses[index]]))).toEqual(row);
  });

  it('lets nobody past the second step that their role asks for, but to set it up', async () => {
    const { cookie } = await server.signIn('late@parley.example');
    const open: string[] = [];
    for (const { method, path, access } of listRoutes(deps)) {
      if (access === 'anyone' || access === 'guest' || access === 'visitor') continue;
      // Signing out last, for it ends the session.
      if (method === 'delete' && path === '/api/session') continue;
      const answer = await server.write(method.toUpperCase(), fill(path), method === 'get' ? undefined : {}, {
        cookie,
      });
      if (answer.status !== 403) open.push(`${method} ${path}`);
      else expect((await answer.json()).error.code).toBe('two_factor_needed');
    }
    expect(open).toEqual(['get /api/me', 'post /api/two-factor', 'post /api/two-factor/confirm']);
    const left = await server.write('DELETE', '/api/session', undefined, { cookie });
    expect(left.status).toBe(204);
  });

  function fill(path: string): string {
    const id = path.includes('files')
      ? fileId
      : path.includes('transcript')
        ? conversationId
        : '01ARZ3NDEKTSV4RRFFQ69G5FAW';
    return path.replace(':inboxId', server.inbox.id).replace(':id', id);
  }

  const emails: Partial<Record<Caller, string>> = {
    stranger: 'stranger@parley.example',
    agent: 'maya@parley.example',
    supervisor: 'ines@parley.example',
    admin: 'admin@parley.example',
  };
  const sessions = new Map<Caller, Promise<Record<string, string>>>();

  /** One session per caller, but where the request would end it. */
  async function credentials(caller: Caller, name: string): Promise<Record<string, string>> {
    if (caller === 'anonymous') return {};
    if (caller === 'visitor') return name.startsWith('delete') ? server.beginVisit() : visit;
    const signIn = () => server.signIn(emails[caller] ?? `${caller.replace(':', '-')}@parley.example`);
    if (name === 'delete /api/session') return signIn();
    const known = sessions.get(caller) ?? signIn();
    sessions.set(caller, known);
    return known;
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
