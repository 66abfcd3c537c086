/** What waits to be carried out: one item for each message of the team that travels through the outbox. Times in ms since 1970. */
import type { ConversationId, EntryId, FileId, InboxId } from '../../shared/model/ids.ts';
import type { Address, DeliveryCode } from '../../shared/model/letter.ts';

/**
 * `intended`: its entry may not be written yet. `unknown`: the other side may have it, so that another attempt may be a second one. All but `sent`,
 * `failed` and `dropped` are open.
 */
export type OutboxState = 'intended' | 'queued' | 'sending' | 'unknown' | 'sent' | 'failed' | 'dropped';

export interface OutboxItem {
  /** the key of its entry, so that one entry has one item */
  id: string;
  conversationId: ConversationId;
  inboxId: InboxId;
  /** null until its entry is written */
  entryId: EntryId | null;
  state: OutboxState;
  attempts: number;
  createdAt: number;
  /** when somebody looks at it next: an attempt, or the end of the claim of a node that is at it; null when nobody does */
  dueAt: number | null;
  nodeId?: string;
  /** under which the outside knows it, kept before the first attempt */
  externalId: string | null;
  /** how often the other side took it and did not say so */
  unknowns?: number;
  code?: DeliveryCode;
  detail?: string;
  /** whom it did not reach, where it reached others */
  refused?: string[];
  /** where it went when nothing is configured to send by */
  kept?: FileId;
  endedAt?: number;
  /** what the other side said became of it after it had taken it */
  told?: ToldFate;
  /** of what stands in no timeline: all that it says */
  loose?: LooseLetter;
  /** of what nobody wrote: whom it answers, so that it is not answered again and again */
  answers?: string;
}

/** A letter that is no part of a conversation, and good for nothing after a moment. */
export interface LooseLetter {
  to: Address;
  subject: string;
  /** '' once it is out */
  text: string;
  until: number;
}

/** Each outdoes those before it: a message that was read has arrived, whatever was feared of it. */
export const fates = ['taken', 'failed', 'delivered', 'read'] as const;

export interface ToldFate {
  fate: (typeof fates)[number];
  code?: DeliveryCode;
  detail?: string;
  at: number;
}

export type OutboxChange = Partial<
  Pick<
    OutboxItem,
    'state' | 'attempts' | 'unknowns' | 'dueAt' | 'code' | 'detail' | 'refused' | 'kept' | 'endedAt' | 'loose'
  >
>;

export interface DueExcept {
  inboxIds: InboxId[];
  conversationIds: ConversationId[];
}

/** Every verb is one atomic step on one document, or a plain look. */
export interface OutboxStore {
  /** Repeating it changes nothing. */
  intend(item: OutboxItem): Promise<void>;
  find(id: string): Promise<OutboxItem | null>;
  findByEntry(entryId: EntryId): Promise<OutboxItem | null>;
  /** Its entry is written: it may go. Null when it went before. */
  queue(id: string, written: { entryId: EntryId; externalId: string; dueAt: number }): Promise<OutboxItem | null>;
  /** Oldest first, without those of these inboxes and conversations. */
  due(by: number, limit: number, except?: DueExcept): Promise<OutboxItem[]>;
  /** For one node alone until `until`; null when another one has it, or it is over. `dueAt`: as it was read. */
  claim(id: string, dueAt: number, until: number, nodeId: string): Promise<OutboxItem | null>;
  /** After its claim. */
  settle(id: string, nodeId: string, change: OutboxChange): Promise<OutboxItem | null>;
  /** Null when no less was told before. What may have arrived has, and is not sent again. */
  tell(id: string, told: ToldFate): Promise<OutboxItem | null>;
  /** What was given up, or may have arrived, goes again. */
  again(id: string, dueAt: number): Promise<OutboxItem | null>;
  /** What was meant to be written before this moment and was not queued: a node died on the way. */
  intendedBefore(moment: number, limit: number): Promise<OutboxItem[]>;
  drop(id: string, at: number): Promise<void>;
  /** What this node had claimed in an earlier life is due now. */
  releaseAll(nodeId: string, at: number): Promise<void>;
  /** How often nobody's answer went into this conversation, and to this address, since these moments. */
  countAutomatic(
    conversationId: ConversationId,
    address: string,
    since: { conversation: number; address: number },
  ): Promise<{ toConversation: number; toSender: number }>;
  /** Of one conversation, oldest first. */
  ofConversation(id: ConversationId): Promise<OutboxItem[]>;
  /** What went into files, newest first. */
  kept(limit: number): Promise<OutboxItem[]>;
  /** How many of each inbox wait to be tried. */
  waiting(inboxId: InboxId): Promise<number>;
}
