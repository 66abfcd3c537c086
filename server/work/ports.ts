/** What people do with conversations as work, and what that needs of the rest of the server. */
import type { TransferDestination } from '../../shared/events-work.ts';
import type { Priority } from '../../shared/model/conversation.ts';
import type {
  ConversationId,
  DispositionId,
  PlacementId,
  PresenceReasonId,
  TagId,
  TeamId,
  UserId,
  WorkItemId,
} from '../../shared/model/ids.ts';
import type { NumberedConversation } from '../../shared/model/placement.ts';
import type { EntryPlace } from '../../shared/placements.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Clock } from '../lib/clock.ts';
import type { NoticesPort } from '../notices/notices.ts';
import type { AgentState, Routing } from '../routing/routing.ts';
import type { Conversation } from '../timeline/model.ts';
import type { AfterPlacing } from '../timeline/placements.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** How it ended, as somebody chose it. */
export interface Ending {
  dispositionId: DispositionId | null;
  note?: string;
}

/**
 * Every verb checks the rights of who asks, and may be repeated. All take the conversation as it was when it was found to be visible.
 * @throws AppError `forbidden`, `conflict` when it may not be done as things are, `closed`, `not_found` and `invalid` for who or what is named
 */
export interface WorkVerbs {
  close(viewer: UserViewer, conversation: Conversation, ending: Ending): Promise<void>;
  wrapUp(viewer: UserViewer, conversation: Conversation, ending: Ending): Promise<void>;
  reopen(viewer: UserViewer, conversation: Conversation): Promise<void>;
  transfer(viewer: UserViewer, conversation: Conversation, to: TransferDestination, note?: string): Promise<void>;
  /** what they handed over or sent on, and nobody has taken yet; they may see it no more */
  recall(viewer: UserViewer, id: WorkItemId): Promise<void>;
  give(viewer: UserViewer, conversation: Conversation, agentId: UserId): Promise<void>;
  take(viewer: UserViewer, conversation: Conversation): Promise<void>;
  /** null wakes it */
  snooze(viewer: UserViewer, conversation: Conversation, until: number | null): Promise<void>;
  prioritise(viewer: UserViewer, conversation: Conversation, priority: Priority): Promise<void>;
  tag(viewer: UserViewer, conversation: Conversation, add: readonly TagId[], remove: readonly TagId[]): Promise<void>;
  /** Lets a colleague see it who otherwise may not; nothing is written and nobody told. */
  invite(viewer: UserViewer, conversation: Conversation, agentId: UserId): Promise<void>;
  /** The same with a note, and a notice to them. */
  askIn(viewer: UserViewer, conversation: Conversation, asking: Asking): Promise<void>;
  dismiss(viewer: UserViewer, conversation: Conversation, agentId: UserId): Promise<void>;
  raiseHand(viewer: UserViewer, conversation: Conversation, text: string): Promise<void>;
  lowerHand(viewer: UserViewer, conversation: Conversation): Promise<void>;
  /** Messages and notes, by their homes, into another conversation of the customer, or a new one. */
  moveEntries(viewer: UserViewer, conversation: Conversation, asked: MoveAsked): Promise<Moved>;
  merge(
    viewer: UserViewer,
    conversation: Conversation,
    asked: { clientId: string; into: ConversationId },
  ): Promise<Moved>;
  moveBack(viewer: UserViewer, conversation: Conversation, id: PlacementId): Promise<void>;
  /** What it looks like a part of, if they may put it there. */
  resembled(viewer: UserViewer, conversation: Conversation): Promise<Conversation | null>;
  /** It is no part of what it looks like; said of another one than it looks like now, nothing changes. */
  tellApart(viewer: UserViewer, conversation: Conversation, other: ConversationId): Promise<void>;
  setPresence(viewer: UserViewer, state: 'available' | 'away', reasonId?: PresenceReasonId): Promise<AgentState>;
  forcePresence(
    viewer: UserViewer,
    agentId: UserId,
    state: 'available' | 'away',
    reasonId?: PresenceReasonId,
  ): Promise<void>;
}

export interface Asking {
  agentId: UserId;
  clientId: string;
  text: string;
}

export interface MoveAsked {
  clientId: string;
  entries: readonly EntryPlace[];
  /** null: a new one */
  to: ConversationId | null;
}

export interface Moved {
  /** null: it only went back */
  placementId: PlacementId | null;
  to: NumberedConversation;
}

export interface WorkDeps {
  timeline: Pick<Timeline, 'append' | 'revise' | 'find' | 'open' | 'after' | 'placements'>;
  /** what follows from a placement */
  placed: AfterPlacing;
  isSameCustomer(a: Conversation, b: Conversation): Promise<boolean>;
  /** whether customers of this channel are there in the moment */
  isLive(channel: string): boolean;
  routing: Pick<
    Routing,
    'close' | 'wrapUp' | 'reopen' | 'handOver' | 'recall' | 'give' | 'snooze' | 'prioritise' | 'setPresence' | 'agent'
  >;
  catalogue: Pick<Catalogue, 'tags' | 'dispositions' | 'presenceReasons'>;
  teams(): Promise<{ id: TeamId; name: string }[]>;
  people: {
    /** null for nobody, and for who is disabled */
    viewerOfUser(id: UserId): Promise<UserViewer | null>;
    all(): Promise<{ id: UserId }[]>;
  };
  note(input: { viewer: UserViewer; conversation: Conversation; clientId: string; text: string }): Promise<unknown>;
  notices: NoticesPort;
  clock: Clock;
}
