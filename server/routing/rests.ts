/** Work that rests or ends: snoozed and woken, wrapped up, put higher or lower. */
import { AppError } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { draftEvent } from './mirror.ts';
import type { Moves } from './moves.ts';
import type { WorkStore } from './ports.ts';
import type { Routing } from './routing.ts';
import type { Work, WorkEvent } from './work.ts';

export interface Rests extends Pick<Routing, 'snooze' | 'wrapUp' | 'prioritise' | 'customerWrote'> {
  /** Its time has come: back to its owner if there is room, else into the queue. */
  wakeDue(work: Work, fence: number): Promise<void>;
}

interface Deps {
  work: Pick<WorkStore, 'openOf' | 'latestOf'>;
  timeline: Pick<Timeline, 'append' | 'change' | 'find'>;
  moves: Pick<Moves, 'work' | 'own'>;
}

type Waking = Pick<Extract<WorkEvent, { type: 'wake' }>, 'reason' | 'byName'>;

/** Lost races for one item before giving up; the due time stays, so it is tried again. */
const TRIES = 5;

export function createRests({ work: store, timeline, moves }: Deps): Rests {
  async function wake(known: Work, waking: Waking, fence?: number): Promise<void> {
    let work: Work | null = known;
    for (let tries = 0; tries < TRIES && work?.state === 'snoozed'; tries += 1) {
      const { version, ownerId } = work;
      const event = { type: 'wake' as const, ...waking, version };
      if (ownerId && (await moves.own(work, ownerId, { ...event, keeps: ownerId }, fence))) return;
      if ((await moves.work(work.id, { ...event, keeps: null }, fence)).kind !== 'refused') return;
      work = await store.openOf(known.conversationId);
    }
  }

  async function prioritiseWithoutWork(conversationId: ConversationId, ...[priority, by]: Prioritised): Promise<void> {
    const changed = await timeline.change(conversationId, { priority });
    if (!changed) throw new AppError('not_found', 'There is no such conversation.');
    const told = { type: 'prioritised' as const, byId: by.id, byName: by.name, priority };
    const key = `priority:${conversationId}:${changed.rev}`;
    await timeline.append(draftEvent({ ...changed, conversationId }, key, told));
  }

  return {
    wakeDue: (work, fence) => wake(work, { reason: 'due' }, fence),
    async snooze(conversationId, until, by) {
      const work = await store.openOf(conversationId);
      if (!work || work.state === 'wrap-up') throw new AppError('closed', 'The conversation is closed.');
      if (until === null) return wake(work, { reason: 'agent', byName: by.name });
      const before = (await timeline.find(conversationId))?.tally.customer;
      const moved = await moves.work(work.id, { type: 'snooze', until, by });
      if (moved.kind === 'refused') throw new AppError('closed', 'The conversation is closed.');
      // Whoever wrote in this very moment found nothing to wake.
      const after = (await timeline.find(conversationId))?.tally.customer;
      if (after !== before) await wake(moved.work, { reason: 'customer' });
    },
    async wrapUp(conversationId, by, said) {
      const work = await store.latestOf(conversationId);
      const moved = work && (await moves.work(work.id, { type: 'wrap-up', by, ...said }));
      if (!moved || moved.kind === 'refused') throw new AppError('conflict', 'There is nothing to wrap up.');
    },
    async prioritise(conversationId, priority, by) {
      const work = await store.openOf(conversationId);
      const moved = work && (await moves.work(work.id, { type: 'prioritise', priority, by }));
      if (moved && moved.kind !== 'refused') return;
      if ((await timeline.find(conversationId))?.priority === priority) return;
      await prioritiseWithoutWork(conversationId, priority, by);
    },
    async customerWrote(conversationId) {
      const work = await store.openOf(conversationId);
      if (work?.state === 'snoozed') await wake(work, { reason: 'customer' });
      else if (work?.state === 'wrap-up') await moves.work(work.id, { type: 'resume' });
    },
  };
}

type Prioritised = Parameters<Routing['prioritise']> extends [unknown, ...infer Rest] ? Rest : never;
