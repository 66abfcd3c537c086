/** Carries what an agent writes into the timeline, and out through the conversation's channel. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { AgentEntryBody } from '../../shared/model/entry.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Mention } from '../../shared/model/writing.ts';
import type { Log } from '../lib/log.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Appended, Timeline } from '../timeline/timeline.ts';

export interface AgentMessage {
  conversationId: ConversationId;
  agent: { id: UserId; name: string };
  clientId: string;
  text: string;
  files: FileRef[];
}

export interface AgentReply extends AgentMessage {
  choices?: string[];
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
  timeline: Pick<Timeline, 'append' | 'find' | 'findEntry'>;
  channels: ReadonlyMap<string, Channel>;
  customers: Pick<CustomerStore, 'identity'>;
  /** Files of a note are for the `team`: the customer cannot download them. */
  attachFiles(refs: FileRef[], conversationId: ConversationId, audience: 'everyone' | 'team'): Promise<void>;
  log: Log;
}

export function createOutbound(deps: Deps): Outbound {
  const { timeline, channels, customers, log } = deps;

  async function write(input: AgentReply, conversation: Conversation, body: AgentEntryBody): Promise<Appended> {
    const audience = body.kind === 'note' ? 'team' : 'everyone';
    if (input.files.length > 0) await deps.attachFiles(input.files, conversation.id, audience);
    return timeline.append({
      conversationId: conversation.id,
      key: keyOf(input),
      clientId: input.clientId,
      author: { kind: 'agent', ...input.agent },
      identityId: conversation.identityId,
      inboxId: conversation.inboxId,
      direction: body.kind === 'message' ? 'out' : 'internal',
      body,
      customerSeen: input.customerSeen,
    });
  }

  async function find({ conversationId, text, files }: AgentMessage): Promise<Conversation> {
    if (text.trim() === '' && files.length === 0) {
      throw new AppError('invalid', 'There is nothing to send.', { fields: { text: 'is empty' } });
    }
    const conversation = await timeline.find(conversationId);
    if (conversation === null) throw new AppError('not_found', 'There is no such conversation.');
    return conversation;
  }

  async function carry(entry: Entry, conversation: Conversation, input: AgentMessage): Promise<void> {
    const channel = channels.get(conversation.channel);
    const identity = await customers.identity(entry.identityId);
    if (!channel || !identity) throw new Error(`Conversation ${conversation.id} cannot be answered.`);
    const result = await channel.send({
      inboxId: entry.inboxId,
      conversationId: conversation.id,
      entryId: entry.id,
      identity: { kind: identity.kind, value: identity.value },
      text: input.text,
      files: input.files,
    });
    if (result.state !== 'sent') log.warn({ entryId: entry.id, result }, 'A reply was not delivered.');
  }

  return {
    async reply(input) {
      const conversation = await find(input);
      const isOver = conversation.status === 'closed' || conversation.work?.state === 'wrap-up';
      if (isOver && (await timeline.findEntry(keyOf(input))) === null) {
        throw new AppError('closed', 'The conversation is closed.');
      }
      const choices = input.choices?.length ? { choices: input.choices } : null;
      const body = { kind: 'message' as const, text: input.text, files: input.files, ...choices };
      const { entry, isNew } = await write(input, conversation, body);
      if (isNew && !channels.get(conversation.channel)?.capabilities.live) await carry(entry, conversation, input);
      return entry;
    },
    async note(input) {
      const conversation = await find(input);
      const mentions = input.mentions?.length ? { mentions: input.mentions } : null;
      const body = { kind: 'note' as const, text: input.text, files: input.files, ...mentions };
      return (await write(input, conversation, body)).entry;
    },
  };
}

/** One entry per author, conversation and client id. */
export function keyOf({ agent, conversationId, clientId }: EntryName): string {
  return `${agent.id}:${conversationId}:${clientId}`;
}
