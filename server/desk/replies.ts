/** Replies that wait: held back so that they can be taken back, sent at their moment, cancelled when the customer writes first. */
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { ReplyHold, ScheduledReply } from '../../shared/model/writing.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { NoticesPort } from '../notices/notices.ts';
import { keyOf } from '../outbound/outbound.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Drafts } from './drafts.ts';
import { type Held, type HeldStore, presentHeld } from './held.ts';
import type { DeskFact, WrittenReply } from './ports.ts';

export interface Replies {
  /** Repeating it answers the same. @throws AppError `stale`, `closed`, `invalid`, `conflict` for other words under the same id */
  schedule(written: WrittenReply, when: { hold: ReplyHold; at: number }): Promise<ScheduledReply>;
  /** False for what is over or unknown, and for somebody else's unless they run the floor. */
  unschedule(
    viewer: UserViewer,
    target: { conversationId: ConversationId; clientId: string; keep: boolean },
  ): Promise<{ cancelled: boolean }>;
  list(conversationId: ConversationId): Promise<ScheduledReply[]>;
  /** It was cancelled by others than its author, who gets the words back and is told; repeating it changes nothing. */
  giveBack(held: Held): Promise<void>;
  /** Tells everybody what waits in this conversation now. */
  tell(held: Pick<Held, 'conversationId' | 'agent'>): Promise<void>;
}

interface Deps {
  store: HeldStore;
  timeline: Pick<Timeline, 'find' | 'customerTally'>;
  drafts: Pick<Drafts, 'clear' | 'giveBack'>;
  /** refuses what may not be sent now */
  check(conversation: Conversation, written: WrittenReply): Promise<unknown>;
  /** a held reply's files are the team's until it is sent */
  attachFiles(refs: FileRef[], conversationId: ConversationId, audience: 'team'): Promise<void>;
  notices: Pick<NoticesPort, 'tell'>;
  clock: Clock;
  publish(fact: DeskFact): void;
  /** one is due sooner than anybody knew */
  poke(): void;
}

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;

export function createReplies(deps: Deps): Replies {
  const { store, timeline, drafts, clock } = deps;

  async function tell({ conversationId, agent }: Pick<Held, 'conversationId' | 'agent'>): Promise<void> {
    const waiting = await store.waiting(conversationId);
    const authors = [...new Set([agent.id, ...waiting.map((held) => held.agent.id)])];
    deps.publish({ type: 'replies', conversationId, authors, replies: waiting.map(presentHeld) });
  }

  /** How many messages of the customer it was written against. @throws AppError `stale` */
  async function countSeen(conversation: Conversation, expects: number | undefined): Promise<number> {
    const now = await timeline.customerTally(conversation.id, Number.MAX_SAFE_INTEGER);
    if (expects === undefined) return now;
    const seen = await timeline.customerTally(conversation.id, expects);
    if (now > seen) throw new AppError('stale', 'The customer wrote meanwhile.');
    return seen;
  }

  async function build(written: WrittenReply, when: { hold: ReplyHold; at: number }): Promise<Held> {
    const { viewer, conversation, clientId, text, files, choices = [], template, letter, by, close = null } = written;
    const agent = { id: viewer.userId, name: viewer.name };
    return {
      id: keyOf({ agent, conversationId: conversation.id, clientId }),
      conversationId: conversation.id,
      ...{
        clientId,
        agent,
        text,
        files,
        choices,
        ...(letter && { letter }),
        ...(template && { template }),
        ...(by && { by }),
        close,
      },
      ...{ hold: when.hold, at: when.at, dueAt: when.at, state: 'waiting' },
      customerSeen: await countSeen(conversation, written.expects),
    };
  }

  async function check({ conversation, text, files, letter }: WrittenReply, at: number): Promise<void> {
    if (text.trim() === '' && files.length === 0 && (letter?.html ?? '').trim() === '') {
      throw new AppError('invalid', 'There is nothing to send.', { fields: { text: 'is empty' } });
    }
    if (at > clock.now() + YEAR_MS)
      throw new AppError('invalid', 'At most a year on.', { fields: { at: 'is too far' } });
    const isOver = conversation.status === 'closed' || conversation.work?.state === 'wrap-up';
    if (isOver) throw new AppError('closed', 'The conversation is closed.');
    if ((await store.count(conversation.id)) >= limits.scheduled) {
      throw new AppError('invalid', `At most ${limits.scheduled} replies wait in one conversation.`);
    }
  }

  async function returnWords(held: Held): Promise<void> {
    await drafts.giveBack(held.agent.id, held.conversationId, held);
    await store.settle(held.id);
  }

  async function giveBack(held: Held, byName: string | null): Promise<void> {
    const conversation = await timeline.find(held.conversationId);
    if (conversation) {
      const { number, customer } = conversation;
      await deps.notices.tell([held.agent.id], {
        ...{ kind: 'send-cancelled', conversationId: held.conversationId, number, customerName: customer.name },
        ...{ byName, text: held.text, once: `send-cancelled:${held.id}` },
      });
    }
    await returnWords(held);
    await tell(held);
  }

  return {
    tell,
    async schedule(written, when) {
      const { viewer, conversation, clientId, files } = written;
      const agent = { id: viewer.userId, name: viewer.name };
      const first = await store.find(keyOf({ agent, conversationId: conversation.id, clientId }));
      if (first) return repeat(first, written);
      await check(written, when.at);
      await deps.check(conversation, written);
      const held = await build(written, when);
      if (files.length > 0) await deps.attachFiles(files, conversation.id, 'team');
      const other = await store.insert(held);
      if (other) return repeat(other, written);
      if (written.draft !== undefined) await drafts.clear(viewer.userId, conversation.id, 'message', written.draft);
      await tell(held);
      deps.poke();
      return presentHeld(held);
    },
    async unschedule(viewer, { conversationId, clientId, keep }) {
      const mine = keyOf({ agent: { id: viewer.userId }, conversationId, clientId });
      const found =
        (await store.find(mine)) ??
        (await store.waiting(conversationId)).find((held) => held.clientId === clientId && maySteer(viewer));
      if (!found) return { cancelled: false };
      const isOwn = found.agent.id === viewer.userId;
      const cancelled = await store.cancel(found.id, clock.now(), keep || !isOwn);
      if (!cancelled) return { cancelled: false };
      if (!isOwn) await giveBack(cancelled, viewer.name);
      else if (keep) await returnWords(cancelled);
      await tell(found);
      return { cancelled: true };
    },
    async list(conversationId) {
      return (await store.waiting(conversationId)).map(presentHeld);
    },
    giveBack: (held) => giveBack(held, null),
  };
}

function repeat(first: Held, { text, files, choices = [], template, letter, by }: WrittenReply): ScheduledReply {
  const ids = (refs: readonly FileRef[]) => refs.map((file) => file.id);
  const isSame =
    first.text === text &&
    isDeepStrictEqual(ids(first.files), ids(files)) &&
    isDeepStrictEqual(first.choices, choices) &&
    first.by === by &&
    isDeepStrictEqual(first.template, template) &&
    isDeepStrictEqual(first.letter, letter);
  if (!isSame) throw new AppError('conflict', 'This id was used before for another message.');
  return presentHeld(first);
}

const maySteer = (viewer: UserViewer): boolean => viewer.permissions.includes('floor:manage');
