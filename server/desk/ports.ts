/** What the desk needs of the rest of the server, and what it tells. */
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, InboxId, UserId } from '../../shared/model/ids.ts';
import type { LetterDraft } from '../../shared/model/letter.ts';
import type { DeskPreferences } from '../../shared/model/preferences.ts';
import type { FilledTemplate } from '../../shared/model/texting.ts';
import type { Draft, Mention, ScheduledReply } from '../../shared/model/writing.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Ending } from '../work/ports.ts';

export type DeskFact =
  | { type: 'preferences'; userId: UserId; preferences: DeskPreferences }
  | { type: 'draft'; userId: UserId; draft: Draft }
  /** everything that waits in a conversation now; `authors`: whose pages are told wherever they are */
  | { type: 'replies'; conversationId: ConversationId; authors: UserId[]; replies: ScheduledReply[] };

export interface PeoplePort {
  /** As whom this person would be seen if they were signed in; null for nobody, and for who is disabled. */
  viewerOfUser(id: UserId): Promise<UserViewer | null>;
}

/** Closes a conversation with the rights of this person. */
export type CloseConversation = (viewer: UserViewer, conversation: Conversation, ending: Ending) => Promise<void>;

/** Lets somebody see the conversation who otherwise may not. */
export type AskIn = (viewer: UserViewer, conversation: Conversation, agentId: UserId) => Promise<void>;

/** What somebody wrote, as it came from their page. */
export interface Written {
  viewer: UserViewer;
  conversation: Conversation;
  clientId: string;
  text: string;
  files: FileRef[];
  /** version of the draft that it was */
  draft?: number;
}

export interface WrittenNote extends Written {
  mentions: UserId[];
}

export interface WrittenReply extends Written {
  choices?: string[];
  template?: FilledTemplate;
  letter?: LetterDraft;
  /** an inbox of letters by which it goes, where that is not the conversation's own */
  by?: InboxId;
  /** seq of the newest message of the customer that the writer had seen */
  expects?: number;
  close?: Ending;
}

export type { Mention };
