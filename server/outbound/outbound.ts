/** Carries what an agent writes into the timeline, and out through the conversation's channel. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { AgentEntryBody } from '../../shared/model/entry.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Letter, LetterDraft } from '../../shared/model/letter.ts';
import type { FilledTemplate } from '../../shared/model/texting.ts';
import type { Mention } from '../../shared/model/writing.ts';
import type { Clock } from '../lib/clock.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Appended, Timeline } from '../timeline/timeline.ts';
import { missedSince } from './missed.ts';
import type { Outbox } from './outbox.ts';
import type { TextingGuard } from './texting.ts';
import type { Way, Ways } from './ways.ts';
import { draftLetter, keepLetter, type LetterWriting, requireLetters } from './write-letter.ts';

export interface AgentMessage {
  conversationId: ConversationId;
  agent: { id: UserId; name: string };
  clientId: string;
  text: string;
  files: FileRef[];
}

export interface AgentReply extends AgentMessage {
  choices?: string[];
  /** an approved text with what is filled in; `text` follows from it */
  template?: FilledTemplate;
  /** where letters are written; missing: an answer to whoever wrote last */
  letter?: LetterDraft;
  /** an inbox of letters by which it goes, where that is not the conversation's own */
  by?: Inbox['id'];
  /** how many messages of the customer its author had seen; with a further one it is not sent */
  customerSeen?: number;
}

export interface Outbound {
  /** @throws AppError `closed` for a closed conversation, `stale` when the customer wrote meanwhile, `conflict`, `not_found`, `invalid` when there is nothing to send */
  reply(input: AgentReply): Promise<Entry>;
  /** A private note; closed conversations take notes too. */
  note(input: AgentMessage & { mentions?: Mention[] }): Promise<Entry>;
}

type EntryName = Pick<AgentMessage, 'conversationId' | 'clientId'> & { agent: { id: UserId } };

interface Deps {
  timeline: Pick<Timeline, 'append' | 'find' | 'findEntry' | 'before' | 'placements'>;
  channels: ReadonlyMap<string, Channel>;
  directory: { inbox(id: Inbox['id']): Promise<Inbox | null> };
  customers: Pick<CustomerStore, 'identity' | 'noteTexting'>;
  clock: Clock;
  outbox: Pick<Outbox, 'intend' | 'queue'>;
  ways: Pick<Ways, 'of'>;
  texting: Pick<TextingGuard, 'check'>;
  keepHtml: LetterWriting['keepHtml'];
  /** Files of a note are for the `team`: the customer cannot download them. */
  attachFiles(
    refs: readonly Pick<FileRef, 'id'>[],
    conversationId: ConversationId,
    audience: 'everyone' | 'team',
  ): Promise<void>;
}

export function createOutbound(deps: Deps): Outbound {
  const { timeline, outbox, ways } = deps;

  async function write(
    input: AgentReply,
    conversation: Conversation,
    body: AgentEntryBody,
    { identityId, inboxId }: Pick<Way, 'identityId' | 'inboxId'> = conversation,
  ): Promise<Appended> {
    const audience = body.kind === 'note' ? 'team' : 'everyone';
    if (input.files.length > 0) await deps.attachFiles(input.files, conversation.id, audience);
    return timeline.append({
      conversationId: conversation.id,
      key: keyOf(input),
      clientId: input.clientId,
      author: { kind: 'agent', ...input.agent },
      ...{ identityId, inboxId },
      direction: body.kind === 'message' ? 'out' : 'internal',
      body,
      customerSeen: input.customerSeen,
    });
  }

  async function find({ conversationId, text, files, letter }: AgentReply): Promise<Conversation> {
    if (isNothing(text) && isNothing(letter?.html ?? '') && files.length === 0) {
      throw new AppError('invalid', 'There is nothing to send.', { fields: { text: 'is empty' } });
    }
    const conversation = await timeline.find(conversationId);
    if (conversation === null) throw new AppError('not_found', 'There is no such conversation.');
    return conversation;
  }

  /** Goes out through the outbox: meant before it is written, queued after. */
  async function carry(input: AgentReply, conversation: Conversation, body: AgentEntryBody, way: Way): Promise<Entry> {
    await outbox.intend(keyOf(input), { id: conversation.id, inboxId: way.inboxId });
    const appended = await write(input, conversation, body, way);
    await outbox.queue(appended.entry);
    return appended.entry;
  }

  /** What they answer to a text goes into the conversation that it was sent from, also where that came by another way. */
  async function noteWhere({ id, inboxId }: Conversation, way: Way): Promise<void> {
    const known = (await deps.customers.identity(way.identityId))?.texting?.[way.inboxId]?.spokenIn;
    if (known === id || (known === undefined && way.inboxId === inboxId)) return;
    await deps.customers.noteTexting(way.identityId, way.inboxId, { spokenIn: id });
  }

  async function writeLetter(input: AgentReply, conversation: Conversation, way: Way): Promise<Entry> {
    const letters = requireLetters(way.channel);
    const { text, letter: draft } = await draftLetter(deps, letters, conversation, { ...input, only: way.to });
    const first = await timeline.findEntry(keyOf(input));
    const inbox = await deps.directory.inbox(way.inboxId);
    if (inbox === null) throw new AppError('not_found', 'There is no such inbox.');
    // A repeat finds what was kept the first time.
    const known = first?.body.kind === 'message' ? first.body.letter : undefined;
    const letter = known ?? (await keepLetter(deps, letters, inbox, draft, input.agent.id));
    // Where it had got to when it was first written: a repeat is the same letter.
    const since = known || !way.to ? known?.since : await missedSince(timeline, conversation);
    const told = { ...letter, ...(known && recipientsOf(draft)), ...(since !== undefined && { since }) };
    if (!known && letter.html) await deps.attachFiles([{ id: letter.html }], conversation.id, 'team');
    return carry({ ...input, text }, conversation, { kind: 'message', text, files: input.files, letter: told }, way);
  }

  return {
    async reply(input) {
      const conversation = await find(input);
      const isOver = conversation.status === 'closed' || conversation.work?.state === 'wrap-up';
      if (isOver && (await timeline.findEntry(keyOf(input))) === null) {
        throw new AppError('closed', 'The conversation is closed.');
      }
      const way = await ways.of(conversation, input.by);
      const { channel } = way;
      if (channel?.capabilities.format === 'letter') return writeLetter(input, conversation, way);
      if (input.letter) requireLetters(channel);
      const choices = input.choices?.length ? { choices: input.choices } : null;
      const known = await timeline.findEntry(keyOf(input));
      // A repeat says what it said the first time, whatever was asked for since.
      const first = known?.body.kind === 'message' ? known.body : null;
      const text = first === null ? await deps.texting.check(way, input) : input.template ? first.text : input.text;
      const template = input.template ? { template: input.template } : null;
      const body = { kind: 'message' as const, text, files: input.files, ...choices, ...template };
      if (channel && !channel.capabilities.live) {
        await noteWhere(conversation, way);
        return carry(input, conversation, body, way);
      }
      return (await write(input, conversation, body)).entry;
    },
    async note(input) {
      const conversation = await find(input);
      const mentions = input.mentions?.length ? { mentions: input.mentions } : null;
      const body = { kind: 'note' as const, text: input.text, files: input.files, ...mentions };
      return (await write(input, conversation, body)).entry;
    },
  };
}

const isNothing = (words: string): boolean => words.trim() === '';

const recipientsOf = ({ subject, to, cc, bcc }: LetterDraft): Partial<Letter> => ({
  ...{ subject, to, cc },
  ...(bcc.length > 0 && { bcc }),
});

/** One entry per author, conversation and client id. */
export function keyOf({ agent, conversationId, clientId }: EntryName): string {
  return `${agent.id}:${conversationId}:${clientId}`;
}
