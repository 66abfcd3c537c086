/** What Twilio tells of texts after it took them, turned into reports; what it tells of one that nobody knows yet waits a little, then is dropped. */
import type { EntryId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { ChannelContext, InboundReport } from '../../channel.ts';
import { codeOf } from './messages.ts';
import type { Form } from './read-events.ts';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const SID = /^[SM]M[0-9a-f]{32}$/i;
/** An answer to a send is here sooner than this, or never comes. */
const PARKED_MS = 5 * 60_000;
/** Carriers tell what became of a text within two days. */
const KNOWN_MS = 72 * 3_600_000;
/** More than the few states of one text never compete. */
const TRIES = 5;

/** Any order: each outdoes those before it. */
const outcomes: Record<string, InboundReport['outcome'] | undefined> = {
  ...{ accepted: 'taken', queued: 'taken', sending: 'taken', sent: 'taken' },
  ...{ undelivered: 'refused', failed: 'refused', delivered: 'delivered', read: 'read' },
};

type Told = Omit<InboundReport, 'type' | 'inboxId' | 'entryId'>;
type Keeper = Pick<ChannelContext, 'report' | 'state' | 'now'>;

/** null: nothing that is worth telling. */
function readStatus({ MessageSid = '', MessageStatus = '', ErrorCode, To = '' }: Form, at: number): Told | null {
  const outcome = outcomes[MessageStatus];
  if (outcome === undefined || !SID.test(MessageSid)) return null;
  const code = codeOf(ErrorCode === undefined ? undefined : Number(ErrorCode));
  return {
    ...{ key: `${MessageSid}:${MessageStatus}`, at, recipient: To, code },
    outcome: outcome === 'refused' && code === 'no-such-address' ? 'gone' : outcome,
    detail: ErrorCode ? `Twilio ${ErrorCode.slice(0, 8)}` : '',
  };
}

export async function takeStatus(inbox: Inbox, form: Form, query: URLSearchParams, ctx: Keeper): Promise<void> {
  const told = readStatus(form, ctx.now());
  if (told === null) return;
  const sid = form.MessageSid ?? '';
  const named = query.get('entry') ?? '';
  const entryId = ULID.test(named) ? (named as EntryId) : await entryOf(sid, inbox, ctx);
  if (entryId === null) await park(sid, inbox, told, ctx);
  else await report(inbox, entryId, told, ctx);
}

/** After a send was answered: what is told without naming our message finds it, also what was told before. */
export async function knowText(sid: string, entryId: EntryId, inbox: Inbox, ctx: Keeper): Promise<void> {
  await ctx.state.put(keyOf('text', inbox, sid), { entryId, expiresAt: ctx.now() + KNOWN_MS }, null);
  const parked = await ctx.state.get<{ told: Told[]; expiresAt: number }>(keyOf('parked', inbox, sid));
  if (!parked || parked.value.expiresAt <= ctx.now()) return;
  for (const told of parked.value.told) await report(inbox, entryId, told, ctx);
}

const keyOf = (what: string, { id }: Inbox, sid: string): string => `${what}:${id}:${sid}`;

const report = (inbox: Inbox, entryId: EntryId, told: Told, ctx: Keeper): Promise<boolean> =>
  ctx.report({ type: 'report', inboxId: inbox.id, entryId, ...told });

async function entryOf(sid: string, inbox: Inbox, { state }: Keeper): Promise<EntryId | null> {
  return (await state.get<{ entryId: EntryId }>(keyOf('text', inbox, sid)))?.value.entryId ?? null;
}

async function park(sid: string, inbox: Inbox, told: Told, ctx: Keeper): Promise<void> {
  const key = keyOf('parked', inbox, sid);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await ctx.state.get<{ told: Told[] }>(key);
    const all = [...(found?.value.told ?? []).filter((one) => one.key !== told.key), told];
    if (await ctx.state.put(key, { told: all, expiresAt: ctx.now() + PARKED_MS }, found?.version ?? null)) break;
  }
  // It may have become known in this moment.
  const entryId = await entryOf(sid, inbox, ctx);
  if (entryId !== null) await report(inbox, entryId, told, ctx);
}
