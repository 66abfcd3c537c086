/** The form of a phone inbox: what it is saved as and read back, and what is wrong in it by path. Pure. */
import { type CallMenu, type CallWay, usualCallMenu } from '../../../../shared/model/call-menu.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { phoneSettingsSchema } from '../../../../shared/model/phone-inbox.ts';
import {
  type CallbackPolicy,
  type DialLimits,
  type RecordingPolicy,
  usualCallbackPolicy,
  usualDialLimits,
  usualRecordingPolicy,
} from '../../../../shared/model/phone-policy.ts';
import type { MessageTemplate } from '../../../../shared/model/texting.ts';
import type { TwilioAccount } from '../../../../shared/model/twilio-account.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { isSame } from './same.ts';

export const phoneChannel = 'phone';

export interface PhoneDraft {
  name: string;
  queueId: Inbox['queueId'];
  calendarId: Inbox['calendarId'];
  provider: 'softswitch' | 'twilio';
  /** stays while another provider is looked at */
  account: TwilioAccount;
  country: string;
  allowedCountries: string[];
  menu: CallMenu;
  limits: DialLimits;
  callbacks: CallbackPolicy;
  recordings: RecordingPolicy;
  templates: MessageTemplate[];
  /** only what was typed here: what is kept is never read back */
  credentials: Record<string, string>;
}

export const isPhone = (inbox: Pick<Inbox, 'channel'>): boolean => inbox.channel === phoneChannel;

export function startDraft(queueId: Inbox['queueId']): PhoneDraft {
  return {
    ...{ name: '', queueId, calendarId: null, provider: 'softswitch', country: 'US', allowedCountries: [] },
    ...{ account: { accountSid: '', apiKeySid: '', number: '' }, menu: usualCallMenu, credentials: {} },
    ...{ limits: usualDialLimits, callbacks: usualCallbackPolicy, recordings: usualRecordingPolicy, templates: [] },
  };
}

export function toDraft(inbox: Inbox): PhoneDraft {
  const { name, queueId, calendarId } = inbox;
  const start = { ...startDraft(queueId), name, calendarId };
  const parsed = phoneSettingsSchema.safeParse(inbox.settings);
  if (!parsed.success) return start;
  const { menu, ...settings } = parsed.data;
  const draft = { ...start, ...settings, menu: menu ?? usualCallMenu };
  return { ...draft, account: { ...draft.account, number: showNumber(draft.account.number) } };
}

const toSettings = ({ provider, account, templates, menu, ...draft }: PhoneDraft) => {
  const { country, allowedCountries, limits, callbacks, recordings } = draft;
  return {
    ...{ provider, country, allowedCountries, limits, callbacks, recordings },
    menu: isSame(menu, usualCallMenu) ? null : menu,
    // As it is stored; what is written without its country is read by the server.
    ...(provider === 'twilio' && {
      account: { ...account, number: account.number.replace(/[\s()./-]/g, '') },
      templates,
    }),
  };
};

export function toInput(draft: PhoneDraft): Omit<Inbox, 'id'> {
  const { name, queueId, calendarId } = draft;
  return {
    ...{ name: name.trim(), channel: phoneChannel, queueId, calendarId, reopenHours: 24, abandonAfterSeconds: 120 },
    settings: toSettings(draft),
  };
}

export function toInbox(inbox: Inbox, draft: PhoneDraft): Inbox {
  const { reopenHours, abandonAfterSeconds } = inbox;
  return { ...inbox, ...toInput(draft), reopenHours, abandonAfterSeconds };
}

/** Paths that are not right. A number may be typed in any spelling: the server reads it by its country. */
export function findProblems(draft: PhoneDraft): Set<string> {
  const parsed = phoneSettingsSchema.safeParse(toSettings(draft));
  const found = new Set(parsed.error?.issues.map((issue) => issue.path.join('.')));
  if (draft.account.number.trim() !== '') found.delete('account.number');
  if (draft.name.trim() === '') found.add('name');
  return found;
}

export const givenCredentials = ({ credentials }: Pick<PhoneDraft, 'credentials'>): Record<string, string> =>
  Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== ''));

/** A way as the value of a list to choose from. @example `queue:01J…`, `voicemail` */
export function writeWay(way: CallWay): string {
  switch (way.to) {
    case 'queue':
    case 'callback':
      return `${way.to}:${way.queueId ?? ''}`;
    case 'menu':
      return `menu:${way.key}`;
    default:
      return way.to;
  }
}

export function readWay(value: string, before: CallWay): CallWay {
  const [to = '', about = ''] = value.split(':');
  switch (to) {
    case 'queue':
    case 'callback':
      return { to, queueId: about === '' ? null : (about as Inbox['queueId']) };
    case 'menu':
      return { to, key: about };
    case 'forward':
      return { to, number: before.to === 'forward' ? before.number : '' };
    case 'hang-up':
      return { to };
    default:
      return { to: 'voicemail' };
  }
}

export const digits = [...'1234567890*#'];

/** A menu more, with a key that no other has; the first one is where callers begin. */
export function addMenu(menu: CallMenu): CallMenu {
  let number = menu.menus.length + 1;
  while (menu.menus.some(({ key }) => key === `m${number}`)) number += 1;
  const key = `m${number}`;
  const choice = { digit: '1', label: '', way: { to: 'queue' as const, queueId: null } };
  return { ...menu, start: menu.start ?? key, menus: [...menu.menus, { key, say: '', choices: [choice] }] };
}

/** Whatever led to it leads to the inbox's queue. */
export function removeMenu(menu: CallMenu, key: string): CallMenu {
  const mend = (way: CallWay): CallWay => (way.to === 'menu' && way.key === key ? { to: 'queue', queueId: null } : way);
  const menus = menu.menus
    .filter((one) => one.key !== key)
    .map((one) => ({ ...one, choices: one.choices.map((choice) => ({ ...choice, way: mend(choice.way) })) }));
  const start = menu.start === key ? (menus[0]?.key ?? null) : menu.start;
  return {
    ...menu,
    start,
    menus,
    closed: { ...menu.closed, way: mend(menu.closed.way) },
    unclear: { ...menu.unclear, way: mend(menu.unclear.way) },
  };
}

export interface Heard {
  said: string[];
  /** what may be pressed now; null: the menu is behind the caller */
  choices: CallMenu['menus'][number]['choices'] | null;
  /** where the caller came to */
  end: CallWay | null;
}

/** What a caller hears who presses these keys. */
export function hear(menu: CallMenu, isOpen: boolean, pressed: readonly string[]): Heard {
  const said = [menu.greeting];
  let way: CallWay = menu.start === null ? { to: 'queue', queueId: null } : { to: 'menu', key: menu.start };
  if (!isOpen) {
    said.push(menu.closed.say);
    way = menu.closed.way;
  }
  const rest = [...pressed];
  while (way.to === 'menu') {
    const { key } = way;
    const at = menu.menus.find((one) => one.key === key);
    if (at) said.push(at.say);
    const digit = rest.shift();
    if (digit === undefined || !at) return { said: said.filter(Boolean), choices: at?.choices ?? [], end: null };
    way = at.choices.find((choice) => choice.digit === digit)?.way ?? { to: 'queue', queueId: null };
  }
  if (way.to === 'queue') said.push(menu.waiting.say);
  if (way.to === 'voicemail') said.push(menu.voicemail.say);
  return { said: said.filter(Boolean), choices: null, end: way };
}
