/**
 * Letters come in any order. Where the letters of one thread were begun as several conversations because what they answer came late, those are
 * joined by a placement as soon as one of them shows that they belong together. What people moved, or moved back, stays as they left it.
 */
import type { ThreadHints } from '../../../channels/channel.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import { createInTurn } from '../../lib/in-turn.ts';
import type { Conversation, Entry } from '../../timeline/model.ts';
import type { AfterPlacing } from '../../timeline/placements.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { letterKey } from '../entries.ts';

interface Deps {
  timeline: Pick<Timeline, 'findEntry' | 'answering' | 'after' | 'placements'>;
  after: AfterPlacing;
  now(): number;
}

/** Letters that are looked at, in either direction. */
const RELATIVES = 50;
/** A letter is among the first lines of the conversation that it began. */
const FIRST_LINES = 5;
const HOUR_MS = 3_600_000;

export function createJoining({ timeline, after, now }: Deps) {
  const inTurn = createInTurn();
  const { placements } = timeline;

  async function relativesOf(externalId: string, { answers }: ThreadHints): Promise<Entry[]> {
    const answered = await Promise.all(answers.slice(0, RELATIVES).map((id) => timeline.findEntry(letterKey(id))));
    // The oldest first: the nearest to where the thread began.
    const ancestors = answered.toReversed().flatMap((entry) => entry ?? []);
    return [...ancestors, ...(await timeline.answering(externalId, RELATIVES))];
  }

  /** Whether it was begun by an answer: its own beginning is somewhere else, or still on its way. */
  async function isTorn({ id }: Conversation): Promise<boolean> {
    const first = (await timeline.after(id, 'agent', 0, FIRST_LINES)).find(({ body }) => body.kind === 'message');
    return (first?.answers?.length ?? 0) > 0;
  }

  function isRecent({ status, closedAt }: Conversation, inbox: Inbox): boolean {
    return status === 'open' || now() - (closedAt ?? 0) <= inbox.reopenHours * HOUR_MS;
  }

  async function mayJoin(from: Conversation, to: Conversation, inbox: Inbox): Promise<boolean> {
    // One that continues another after its time is a matter of its own, and says so.
    if (from.linkedFrom === to.id || to.linkedFrom === from.id) return false;
    if (!isRecent(from, inbox) || !isRecent(to, inbox)) return false;
    return (await isTorn(from)) && !(await placements.keptApart(from, to));
  }

  async function placesOf(entries: readonly Entry[]): Promise<Conversation[]> {
    const places = new Map<Conversation['id'], Conversation>();
    for (const one of entries) {
      const place = await placements.placeOf(one);
      if (place !== null) places.set(place.id, place);
    }
    return [...places.values()];
  }

  async function joinAll(all: readonly Conversation[], inbox: Inbox): Promise<void> {
    const whole = await Promise.all(all.map(async (one) => ({ one, torn: await isTorn(one) })));
    const target = (whole.find(({ torn }) => !torn) ?? whole[0])?.one;
    for (const from of all) {
      if (target === undefined || from === target || !(await mayJoin(from, target, inbox))) continue;
      // Under both heads: what comes later to either is joined by an order of its own.
      const key = `joined:${from.id}:${from.heads.agent}:${target.id}`;
      await placements.place({ key, from: from.id, to: target.id, parts: null, by: null }, after);
    }
  }

  return async function join(entry: Entry, externalId: string, hints: ThreadHints, inbox: Inbox): Promise<void> {
    const family = [...(await relativesOf(externalId, hints)), entry];
    if ((await placesOf(family)).length < 2) return;
    // One after the other: two that join the same ones the other way round would only change places.
    await inTurn('joining', async () => joinAll(await placesOf(family), inbox));
  };
}
