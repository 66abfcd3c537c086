/** The mailbox form's own reckoning: what it saves, what it calls wrong, and what it never keeps. */
import type { Inbox } from '../../../../shared/model/inbox.ts';
import {
  findProblems,
  givenCredentials,
  isMailbox,
  missingCredentials,
  startCondition,
  startDraft,
  startRule,
  toDraft,
  toInbox,
  toInput,
} from './mailbox-draft.ts';

const queueId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as Inbox['queueId'];
const fresh = () => {
  const draft = startDraft(queueId);
  return { ...draft, settings: { ...draft.settings, address: ' Support@Localhost ' } };
};

it('begins with what needs no account', () => {
  expect(toInput(fresh())).toMatchObject({
    ...{ name: 'support@localhost', channel: 'email', queueId },
    settings: { address: 'support@localhost', receive: { kind: 'listener' }, send: { kind: 'outbox-page' } },
  });
});

it('comes back from an inbox as it went in, and keeps no password', () => {
  const draft = { ...fresh(), credentials: { sendPassword: 'secret' } };
  const inbox = { id: 'x', ...toInput(draft) } as unknown as Inbox;
  expect(isMailbox(inbox)).toBe(true);
  expect(toInbox(inbox, toDraft(inbox))).toEqual(inbox);
  expect(JSON.stringify(inbox)).not.toContain('secret');
});

it('gives what came later its default', () => {
  const inbox = { ...toInput(fresh()), settings: { address: 'a@b.example' } } as unknown as Inbox;
  expect(toDraft(inbox).settings.rules).toEqual([]);
  const odd = { ...inbox, settings: { address: 'nobody' } } as unknown as Inbox;
  expect([...findProblems(toDraft(odd))]).toEqual(['address']);
});

it('names what is wrong by its place', () => {
  const draft = fresh();
  expect([...findProblems(draft)]).toEqual([]);
  const account = { host: '', port: 993, security: 'tls', user: '', auth: 'password', allowPrivate: false } as const;
  const settings = {
    ...{ ...draft.settings, address: 'nobody' },
    receive: { kind: 'imap', ...account, folder: 'INBOX', importSince: null, afterwards: 'leave' } as const,
    rules: [startRule([])],
  };
  expect([...findProblems({ settings })].sort()).toEqual([
    ...['address', 'receive.host', 'rules.0.conditions.0.text', 'rules.0.name'],
  ]);
});

it('asks for the passwords it does not have', () => {
  const draft = fresh();
  const account = { host: 'a.example', port: 465, security: 'tls', user: 'ana', auth: 'password' } as const;
  const settings = {
    ...draft.settings,
    send: { kind: 'smtp', ...account, allowPrivate: false, maxPerMinute: 30 } as const,
  };
  expect(missingCredentials(draft, [])).toEqual([]);
  expect(missingCredentials({ ...draft, settings }, [])).toEqual(['sendPassword']);
  expect(missingCredentials({ ...draft, settings }, ['sendPassword'])).toEqual([]);
  expect(missingCredentials({ ...draft, settings, credentials: { sendPassword: 'x' } }, [])).toEqual([]);
  expect(givenCredentials({ credentials: { sendPassword: '', receivePassword: 'x' } })).toEqual({
    receivePassword: 'x',
  });
});

it('keeps the words of a condition when its field changes, and gives rules ids of their own', () => {
  const subject = { ...startCondition('subject'), text: 'refund', not: true };
  expect(startCondition('body', subject as never)).toEqual({
    field: 'body',
    is: 'contains',
    text: 'refund',
    not: true,
  });
  expect(startCondition('size', subject as never)).toEqual({ field: 'size', is: 'over', bytes: 5_000_000 });
  const rules = [startRule([])];
  expect(startRule(rules).id).not.toBe(rules[0]?.id);
  expect(startRule([{ ...startRule([]), id: 'r2' }]).id).toBe('r3');
});
