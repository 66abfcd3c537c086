/** Looking through the audit trail: every filter against a plain scan, page by page, and the file of it. */
import fc from 'fast-check';
import type { AuditFilter } from '../../shared/api-accounts.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { type HttpApp, startHttpApp } from '../../tests/support/http-app.ts';
import type { Actor, AuditAction, AuditEntry } from './model.ts';

jest.setTimeout(30_000);

let server: HttpApp;
let everything: AuditEntry[];
const actions = ['session.opened', 'user.changed', 'role.changed', 'tag.created'] as const satisfies AuditAction[];
const userIds = ['01ARZ3NDEKTSV4RRFFQ69G5FA1', '01ARZ3NDEKTSV4RRFFQ69G5FA2'] as UserId[];
const targets = [...userIds, 'somebody@parley.example'];

beforeAll(async () => {
  server = await startHttpApp();
  const { audit } = server.app.accounts;
  for (let index = 0; index < 60; index++) {
    if (index % 7 === 0) server.pass(3_600_000);
    const id = userIds[index % 3];
    const actor: Actor = id ? { kind: 'user', id, name: `Person ${index % 3}` } : { kind: 'nobody' };
    const action = actions[index % actions.length] ?? 'session.opened';
    await audit.record(action, actor, targets[index % 5] ?? 'other', '192.0.2.1', { name: `=HYPERLINK(${index})` });
  }
  everything = await audit.list(null, 10_000);
});
afterAll(() => server.stop());

const fits = ({ actor, action, target, from, to }: AuditFilter, entry: AuditEntry): boolean =>
  (actor === undefined || (entry.actor.kind === 'user' && entry.actor.id === actor)) &&
  (action === undefined || entry.action === action) &&
  (target === undefined || entry.target === target) &&
  (from === undefined || entry.at >= from) &&
  (to === undefined || entry.at < to);

test('every filter finds what a scan finds, in pages of any size', async () => {
  const times = everything.map(({ at }) => at);
  const time = fc.integer({ min: Math.min(...times) - 2, max: Math.max(...times) + 2 });
  const filter: fc.Arbitrary<AuditFilter> = fc.record(
    {
      actor: fc.constantFrom(...userIds),
      action: fc.constantFrom(...actions),
      target: fc.constantFrom(...targets),
      from: fc.oneof(time, fc.constantFrom(...times)),
      to: fc.oneof(time, fc.constantFrom(...times)),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(filter, fc.integer({ min: 1, max: 30 }), async (wanted, size) => {
      const found: AuditEntry[] = [];
      let before: AuditEntry['id'] | null = null;
      do {
        const page = await server.app.accounts.auditPage(wanted, before, size);
        expect(page.entries.length).toBeLessThanOrEqual(size);
        found.push(...page.entries);
        before = page.next;
      } while (before !== null);
      const expected = everything.filter((entry) => fits(wanted, entry));
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('over HTTP: names for what is spoken of, and refused filters', async () => {
  const admin = await server.signIn('admin@parley.example');
  const read = async (query: string) => {
    const answer = await server.fetch(`/api/audit?${query}`, { headers: admin });
    return { status: answer.status, body: await answer.json() };
  };
  const { body } = await read('action=session.opened&limit=1');
  expect(body.entries[0]).toMatchObject({
    action: 'session.opened',
    targetName: 'Ada Lind',
    actor: { name: 'Ada Lind' },
  });
  expect(body.people).toContainEqual(expect.objectContaining({ name: 'Maya Keller' }));
  expect(body.next).toBe(body.entries[0].id);
  for (const query of ['action=nothing', 'actor=x', 'limit=0', 'limit=1000', 'from=yesterday', 'before=1']) {
    expect((await read(query)).status).toBe(400);
  }
});

test('the file holds every line of the filter, tame, and that it was taken is kept too', async () => {
  const admin = await server.signIn('admin@parley.example');
  const answer = await server.fetch('/api/audit/export?action=tag.created', { headers: admin });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain('audit.csv');
  const lines = (await answer.text()).trimEnd().split('\r\n');
  const expected = everything.filter((entry) => entry.action === 'tag.created');
  expect(lines).toHaveLength(expected.length + 1);
  expect(lines[0]).toBe('at,actor,actorId,action,target,targetName,address,details');
  for (const line of lines.slice(1)) expect(line).not.toMatch(/(^|,)"?=/);
  const [newest] = await server.app.accounts.audit.list(null, 1);
  expect(newest).toMatchObject({ action: 'audit.exported', details: { action: 'tag.created' } });
});
