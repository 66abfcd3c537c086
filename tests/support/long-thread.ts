/** A thread of any length, written straight into the store of a server that is then started again: messages of both sides, notes and events over weeks. */
import type { App } from '../../server/app.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds } from '../../server/lib/ids.ts';
import { nextEntry, type Tip, tipOfConversation, tipOfEntry } from '../../server/timeline/derive.ts';
import { digestOf } from '../../server/timeline/digest.ts';
import type { Author, Conversation, Entry } from '../../server/timeline/model.ts';
import type { AgentEntryBody } from '../../shared/model/entry.ts';
import type { ConversationId, EntryId, UserId } from '../../shared/model/ids.ts';

export interface LongThreadOptions {
  count: number;
  agent: { id: UserId; name: string };
  /** ms since 1970 of the last entry; the others lie up to 20 minutes before each other */
  endsAt: number;
}

const sentences = [
  'Yes.',
  'The carrier says it was delivered yesterday, but I was home all day and nobody rang.',
  'Could you look at https://shop.example/orders/48213 and tell me what it says on your side?',
  'I am calling them now. If they cannot bring it over this afternoon, a new one leaves our warehouse today, and you get the shipping back either way.',
  'Thank you',
];
const batch = 1_000;

/** The app must be started again before anybody reads the conversation: what it remembers of it is old. */
export async function fillThread(app: App, id: ConversationId, options: LongThreadOptions): Promise<void> {
  const [conversation] = await app.store.conversations.findMany([id]);
  if (!conversation) throw new Error('There is no such conversation.');
  await app.timeline.settled();
  const ids = createIds(systemClock);
  const last = await app.store.entries.last(id);
  let tip: Tip = last ? tipOfEntry(last) : tipOfConversation(conversation);
  const entries: Entry[] = [];
  for (let at = 0; at < options.count; at += 1) {
    const { author, body } = lineOf(conversation, options.agent, at);
    const { identityId, inboxId } = conversation;
    const direction = body.kind !== 'message' ? 'internal' : author.kind === 'customer' ? 'in' : 'out';
    const draft = {
      conversationId: id,
      key: `${id}:long:${at}`,
      author,
      identityId,
      inboxId,
      direction,
      body,
    } as const;
    const time = options.endsAt - (options.count - at) * (((at * 7) % 20) + 1) * 1_000;
    const entry = nextEntry(draft, tip, { id: ids.next<EntryId>(), at: time, digest: digestOf(body) }, () => null);
    tip = tipOfEntry(entry);
    entries.push(entry);
  }
  entries.sort((a, b) => a.seq - b.seq);
  straighten(entries);
  for (let from = 0; from < entries.length; from += batch) {
    await app.store.entries.insert(entries.slice(from, from + batch));
  }
  const newest = entries.at(-1);
  const message = entries.findLast((entry) => entry.body.kind === 'message') ?? null;
  if (newest) await app.store.conversations.derive([{ newest, message }]);
}

/** Times go forward. */
function straighten(entries: Entry[]): void {
  let at = 0;
  for (const entry of entries) {
    at = Math.max(at, entry.at);
    entry.at = at;
  }
}

function lineOf(
  { identityId, customer }: Conversation,
  agent: { id: UserId; name: string },
  at: number,
): { author: Author; body: AgentEntryBody } {
  const text = `${at + 1}. ${sentences[at % sentences.length]}`;
  if (at % 23 === 11) return { author: { kind: 'agent', ...agent }, body: { kind: 'note', text, files: [] } };
  if (at % 31 === 17 || at % 31 === 18) {
    const by = { byId: agent.id, byName: agent.name };
    return { author: { kind: 'system' }, body: { kind: 'event', event: { type: 'hand-lowered', ...by } } };
  }
  const author: Author =
    at % 5 < 3 ? { kind: 'customer', identityId, name: customer.name } : { kind: 'agent', ...agent };
  return { author, body: { kind: 'message', text, files: [] } };
}
