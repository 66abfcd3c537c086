/** Tells people inside what must not be missed, keeps it for them, and knows what they have read. */
import type { NoticeId, UserId } from '../../shared/model/ids.ts';
import type { Notice } from '../../shared/model/notice.ts';
import { canSee, type UserViewer } from '../accounts/scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { NoticeStore } from '../store/notices.ts';

export interface NoticeDraft extends Pick<Notice, 'kind' | 'conversationId' | 'number' | 'customerName' | 'byName'> {
  /** what was written; cut to 200 characters */
  text?: string;
  /** names the occasion: the same person is told it only once, however often the telling is repeated */
  once?: string;
}

/** What the rest of the server uses. */
export interface NoticesPort {
  /** Resolves when it is stored; people who are there are told at once. @throws when the database refuses */
  tell(userIds: readonly UserId[], draft: NoticeDraft): Promise<void>;
  /** What was quoted on these occasions was taken back: that something was said stays, the words do not. */
  silence(occasions: readonly string[]): Promise<void>;
  /** What they were told on this occasion is over: it is in nobody's way any more. */
  withdraw(userId: UserId, once: string): Promise<void>;
}

export interface Notices extends NoticesPort {
  /** Newest first; only of conversations that they may still see. */
  list(viewer: UserViewer): Promise<Notice[]>;
  /** Marks a person's own notices as read; others' ids change nothing. */
  read(userId: UserId, ids: readonly NoticeId[]): Promise<void>;
  /** Forgets what is older than three months. */
  sweep(): Promise<void>;
}

export type NoticeFact =
  | { type: 'made'; userId: UserId; notice: Notice }
  | { type: 'read'; userId: UserId; ids: NoticeId[]; at: number }
  | { type: 'withdrawn'; userId: UserId; id: NoticeId }
  | { type: 'silenced'; userId: UserId; id: NoticeId };

export interface NoticesDeps {
  notices: NoticeStore;
  conversations: Pick<ConversationStore, 'findMany'>;
  ids: Ids;
  clock: Clock;
  publish(fact: NoticeFact): void;
}

export const keptPerPerson = 200;
const textLength = 200;
const keptMs = 90 * 24 * 60 * 60 * 1000;

export function createNotices({ notices, conversations, ids, clock, publish }: NoticesDeps): Notices {
  async function tellOne(userId: UserId, { text = '', once, ...draft }: NoticeDraft): Promise<void> {
    const notice: Notice = {
      id: ids.next<NoticeId>(),
      at: clock.now(),
      ...draft,
      text: cut(text),
      readAt: null,
    };
    if (!(await notices.insert(userId, once ?? notice.id, notice))) return;
    publish({ type: 'made', userId, notice });
    await notices.trim(userId, keptPerPerson);
  }

  return {
    async tell(userIds, draft) {
      await Promise.all([...new Set(userIds)].map((userId) => tellOne(userId, draft)));
    },
    async silence(occasions) {
      for (const { userId, id } of await notices.silence(occasions)) publish({ type: 'silenced', userId, id });
    },
    async withdraw(userId, once) {
      const id = await notices.remove(userId, once);
      if (id) publish({ type: 'withdrawn', userId, id });
    },
    async list(viewer) {
      const found = await notices.list(viewer.userId, keptPerPerson);
      const known = await conversations.findMany([...new Set(found.map((notice) => notice.conversationId))]);
      const seen = new Set(known.filter((one) => canSee(viewer, one)).map((one) => one.id));
      return found.filter((notice) => seen.has(notice.conversationId));
    },
    async read(userId, wanted) {
      const at = clock.now();
      const fresh = await notices.markRead(userId, wanted, at);
      if (fresh.length > 0) publish({ type: 'read', userId, ids: fresh, at });
    },
    sweep: () => notices.dropOlder(clock.now() - keptMs),
  };
}

/** By characters, never through the middle of one. */
function cut(text: string): string {
  const characters = Array.from(text.toWellFormed());
  return characters.length <= textLength ? characters.join('') : `${characters.slice(0, textLength - 1).join('')}…`;
}
