/** Socket events of writing: what is sent, what is being written, what is held back, macros; events.ts takes them in. */
import { z } from 'zod';
import { limits } from './limits.ts';
import type { AgentEntry } from './model/entry.ts';
import {
  type ConversationId,
  clientIdSchema,
  type DispositionId,
  type EntryId,
  type FileId,
  type InboxId,
  idSchema,
  type MacroId,
  type UserId,
} from './model/ids.ts';
import { letterDraftSchema, letterSchema } from './model/letter.ts';
import { filledTemplateSchema, type Texting } from './model/texting.ts';
import type { ReplyWay } from './model/way.ts';
import { type Draft, type MacroRun, type ScheduledReply, writingKinds } from './model/writing.ts';

const conversationId = idSchema<ConversationId>();
const clientId = clientIdSchema;
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const version = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const text = z.string().max(limits.text);
const fileIds = z.array(idSchema<FileId>()).max(limits.filesPerMessage).default([]);
const mentions = z.array(idSchema<UserId>()).max(limits.mentions).default([]);
/** seq of the newest message of the customer that the writer had seen; a newer one: `stale`, and nothing is sent */
const expects = seq.optional();
const reply = {
  conversationId,
  clientId,
  text,
  fileIds,
  choices: z.array(z.string().trim().min(1).max(limits.choiceText)).max(limits.choices).optional(),
  /** in conversations that travel as letters; missing: to whoever wrote last, under the same subject */
  letter: letterSchema.optional(),
  /** another inbox by which it goes to wherever the customer is surely reached; missing: the conversation's own way */
  by: idSchema<InboxId>().optional(),
  /** where texts have templates: what `text` is made of */
  template: filledTemplateSchema.optional(),
  expects,
  /** version of the draft that it was; cleared with it */
  draft: version.optional(),
  /** the conversation is closed right after */
  close: z
    .object({
      dispositionId: idSchema<DispositionId>().nullable().default(null),
      note: z.string().trim().max(limits.handoverNote).optional(),
    })
    .optional(),
};

export const writingRequests = {
  'message:send': z.object(reply),
  'note:add': z.object({
    conversationId,
    clientId,
    text,
    fileIds,
    /** colleagues whose attention it asks for */
    mentions,
    draft: version.optional(),
  }),
  'typing:set': z.object({ conversationId, typing: z.boolean(), as: z.enum(writingKinds).default('message') }),
  /** An empty one stands for nothing being written. */
  'draft:save': z.object({
    conversationId,
    kind: z.enum(writingKinds),
    text: z.string().max(2 * limits.text),
    choices: z.array(z.string().max(limits.choiceText)).max(limits.choices).default([]),
    mentions,
    fileIds,
    letter: letterDraftSchema.optional(),
    version,
  }),
  'draft:list': z.object({}),
  'reply:schedule': z.object({
    ...reply,
    when: z.discriminatedUnion('hold', [
      z.object({ hold: z.literal('later'), at: seq }),
      z.object({ hold: z.literal('undo'), seconds: z.number().int().min(1).max(limits.undoSeconds) }),
    ]),
  }),
  /** `keep`: its words come back as the author's draft. */
  'reply:unschedule': z.object({ conversationId, clientId, keep: z.boolean().default(true) }),
  'reply:list': z.object({ conversationId }),
  /** what may be written there now */
  'reply:rules': z.object({ conversationId }),
  /** by what they can be answered, and why not by the others */
  'reply:ways': z.object({ conversationId }),
  /** A conversation that the team begins. Repeated under its id it answers the same. */
  'letter:start': z.object({ inboxId: idSchema<InboxId>(), clientId, text, fileIds, letter: letterSchema }),
  /** What failed, or may have failed, is tried again. */
  'delivery:retry': z.object({ conversationId, entryId: idSchema<EntryId>() }),
  /** Repeated under its id it goes on where it was, and answers the same. */
  'macro:run': z.object({ conversationId, macroId: idSchema<MacroId>(), clientId, expects }),
} as const;
export type WritingRequests = typeof writingRequests;

export interface WritingAnswers {
  'message:send': AgentEntry;
  'note:add': AgentEntry;
  'typing:set': null;
  /** what is kept now: the one saved, or a newer one that another page had saved */
  'draft:save': Draft;
  'draft:list': Draft[];
  'reply:schedule': ScheduledReply;
  /** false: it was sent or cancelled before */
  'reply:unschedule': { cancelled: boolean };
  'reply:list': ScheduledReply[];
  /** null: anything */
  'reply:rules': Texting | null;
  'reply:ways': ReplyWay[];
  'letter:start': { conversationId: ConversationId };
  'delivery:retry': null;
  'macro:run': MacroRun;
}

export interface WritingFacts {
  /** one of the agent's own drafts, to all of their pages */
  'draft:changed': (fact: { draft: Draft }) => void;
  /** everything that waits to be sent in a conversation, to those who have it open and to its authors */
  'reply:changed': (fact: { conversationId: ConversationId; replies: ScheduledReply[] }) => void;
}
