/** What a channel is given to carry: the words, the files, and for letters whom it goes to and which letters it follows. */

import type { Outbound, OutboundLetter } from '../../channels/channel.ts';
import type { EntryId, FileId } from '../../shared/model/ids.ts';
import type { Letter } from '../../shared/model/letter.ts';
import { addressOf } from '../customers/address-of.ts';
import { externalIdOf } from '../ingest/entries.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { findWords } from './customer-language.ts';
import { readMissed, withMissed } from './missed.ts';
import type { LooseLetter, OutboxItem, OutboxStore } from './outbox-model.ts';

export interface OutboundSources {
  timeline: Pick<Timeline, 'before' | 'placements'>;
  customers: Pick<CustomerStore, 'identity'>;
  bytesOf(id: FileId): Promise<Buffer | null>;
}

/** Letters named as those before it: more than any mail program looks at. */
const NAMED = 50;

export async function buildOutbound(
  sources: OutboundSources,
  store: Pick<OutboxStore, 'ofConversation'>,
  item: OutboxItem,
  entry: Entry,
  conversation: Conversation,
): Promise<Outbound> {
  const identity = await sources.customers.identity(entry.identityId);
  if (identity === null || entry.body.kind !== 'message') throw new Error(`Entry ${entry.id} cannot be carried.`);
  const { text, files, letter, template } = entry.body;
  return {
    inboxId: entry.inboxId,
    conversationId: conversation.id,
    entryId: entry.id,
    identity: { kind: identity.kind, value: addressOf(identity) },
    text: await readText(),
    files,
    ...(template && { template }),
    ...(letter && { letter: await buildLetter(letter) }),
  };

  async function readText(): Promise<string> {
    if (letter?.since === undefined) return text;
    const missed = await readMissed(sources.timeline, entry, letter.since);
    return withMissed(text, missed, (await findWords(sources.timeline, conversation)).missed);
  }

  async function buildLetter({ subject, to, cc, bcc = [], html }: Letter): Promise<OutboundLetter> {
    const bytes = html === null ? null : await sources.bytesOf(html);
    return {
      ...{ subject, to, cc, bcc },
      html: bytes?.toString('utf8') ?? '',
      externalId: item.externalId ?? entry.id,
      at: entry.at,
      references: await findReferences(),
      number: conversation.number,
      alike: conversation.alike ?? [],
      authorName: entry.author.kind === 'agent' ? entry.author.name : '',
      automatic: entry.author.kind === 'system',
    };
  }

  async function findReferences(): Promise<string[]> {
    const own = await sources.timeline.before(conversation.id, 'agent', entry.seq, NAMED);
    const came = await sources.timeline.placements.cameTo(conversation, NAMED);
    const entries = [...came, ...own.entries].filter(({ at }) => at <= entry.at).sort((a, b) => a.at - b.at);
    const homes = new Set(entries.map(({ conversationId }) => conversationId));
    const items = await Promise.all([...homes].map((id) => store.ofConversation(id)));
    const ours = new Map(items.flat().map(({ id, externalId }) => [id, externalId]));
    return entries.flatMap(({ key }) => externalIdOf(key) ?? ours.get(key) ?? []);
  }
}

/** What stands in no timeline: one letter to one address, which nobody wrote and nobody is to answer by a machine. */
export function buildLoose(
  item: OutboxItem,
  { to, subject, text }: LooseLetter,
  { id: conversationId, number, alike = [] }: Conversation,
): Outbound {
  const entryId = item.id.slice(item.id.indexOf(':') + 1) as EntryId;
  return {
    ...{ inboxId: item.inboxId, conversationId, entryId, text, files: [] },
    identity: { kind: 'email', value: to.address },
    letter: {
      ...{ subject, to: [to], cc: [], bcc: [], html: '', externalId: item.externalId ?? entryId, at: item.createdAt },
      ...{ references: [], number, alike, authorName: '', automatic: true },
    },
  };
}
