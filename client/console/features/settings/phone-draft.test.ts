/** The phone form's own reckoning: what it saves, what it calls wrong, how menus hang together, and what a caller hears. */
import { usualCallMenu } from '../../../../shared/model/call-menu.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import {
  addMenu,
  findProblems,
  hear,
  type PhoneDraft,
  readWay,
  removeMenu,
  startDraft,
  toDraft,
  toInbox,
  toInput,
  writeWay,
} from './phone-draft.ts';

const queueId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as Inbox['queueId'];
const fresh = (): PhoneDraft => ({ ...startDraft(queueId), name: 'Support line' });
const saved = (draft: PhoneDraft): Inbox => ({ id: queueId as never, ...toInput(draft) });

it('begins with what needs no account, and the usual words', () => {
  expect(findProblems(fresh()).size).toBe(0);
  expect(toInput(fresh())).toMatchObject({ channel: 'phone', settings: { provider: 'softswitch', menu: null } });
  expect(findProblems(startDraft(queueId))).toEqual(new Set(['name']));
});

it('comes back as it was saved, without its secrets', () => {
  const account = { accountSid: `AC${'0'.repeat(32)}`, apiKeySid: '', number: '+49 351 12340' };
  const draft: PhoneDraft = { ...fresh(), provider: 'twilio', account, country: 'DE', credentials: { authToken: 'x' } };
  const inbox = saved(draft);
  expect(JSON.stringify(inbox)).not.toContain('authToken');
  expect(toDraft(inbox)).toEqual({ ...draft, credentials: {} });
  expect(toInbox({ ...inbox, reopenHours: 3 }, draft).reopenHours).toBe(3);
});

it('takes a number in any spelling, and wants one', () => {
  const twilio = (number: string) => {
    const account = { accountSid: `AC${'0'.repeat(32)}`, apiKeySid: '', number };
    return [...findProblems({ ...fresh(), provider: 'twilio', account })];
  };
  expect(twilio('0351 12340')).toEqual([]);
  expect(twilio(' ')).toEqual(['account.number']);
});

it('writes every way so that it can be read again', () => {
  const ways = [
    ...([
      { to: 'queue', queueId },
      { to: 'queue', queueId: null },
      { to: 'menu', key: 'm1' },
    ] as const),
    ...([{ to: 'voicemail' }, { to: 'forward', number: '+49' }, { to: 'callback', queueId: null }] as const),
    { to: 'hang-up' } as const,
  ];
  for (const way of ways) expect(readWay(writeWay(way), way)).toEqual(way);
});

it('leads to the queue where a menu was taken away', () => {
  const two = addMenu(addMenu(usualCallMenu));
  expect(two.start).toBe('m1');
  const linked = {
    ...two,
    menus: two.menus.map((one) =>
      one.key === 'm1'
        ? { ...one, choices: [{ digit: '1', label: '', way: { to: 'menu' as const, key: 'm2' } }] }
        : one,
    ),
  };
  expect(removeMenu(linked, 'm2').menus[0]?.choices[0]?.way).toEqual({ to: 'queue', queueId: null });
  expect(removeMenu(linked, 'm1').start).toBe('m2');
});

it('refuses one key with two meanings, and asks for words', () => {
  const menu = addMenu(usualCallMenu);
  const [first] = menu.menus;
  if (!first) throw new Error('no menu');
  const twice = { ...menu, menus: [{ ...first, choices: [...first.choices, ...first.choices] }] };
  expect(findProblems({ ...fresh(), menu: twice })).toEqual(
    new Set(['menu.menus.0.say', 'menu.menus.0.choices.1.digit']),
  );
});

it('says what a caller hears', () => {
  const menu = addMenu(usualCallMenu);
  const asking = { ...menu, menus: menu.menus.map((one) => ({ ...one, say: 'Press 1.' })) };
  expect(hear(asking, true, [])).toMatchObject({ said: [menu.greeting, 'Press 1.'], end: null });
  expect(hear(asking, true, ['1']).end).toEqual({ to: 'queue', queueId: null });
  expect(hear(asking, false, [])).toMatchObject({ choices: null, end: { to: 'voicemail' } });
});
