/** Takes what a line tells: stored first, once for ever; then the call follows, and what its customer does next is answered. */
import type { CallEvent, NextStep } from '../../channels/voice.ts';
import type { CallId, InboxId } from '../../shared/model/ids.ts';
import { isOpen } from '../routing/calendar.ts';
import { bornIn } from './births.ts';
import type { Book } from './book.ts';
import { hear } from './hear.ts';
import { beginMenu } from './menu.ts';
import type { Call } from './model.ts';
import type { CallDeps } from './ports.ts';
import { stepOf } from './step.ts';

export interface TakeEvent {
  take(event: CallEvent): Promise<NextStep | null>;
  stepOf(inboxId: InboxId, externalId: string): Promise<NextStep | null>;
  /** What was stored and not followed, perhaps because a process died in between. */
  catchUp(by: number): Promise<void>;
}

export function createTakeEvent(deps: CallDeps, book: Book, followLater: (id: CallId) => void): TakeEvent {
  async function next(call: Call): Promise<NextStep> {
    return { callId: call.id, step: stepOf(call, await book.world(call)) };
  }

  function find(event: CallEvent): Promise<Call | null> {
    return event.callId ? deps.calls.find(event.callId) : deps.calls.findByLine(event.inboxId, event.externalId);
  }

  async function arrive(event: Extract<CallEvent, { type: 'arrived' }>): Promise<Call> {
    const line = await book.line(event.inboxId);
    const { calendarId } = line.inbox;
    const calendar = calendarId ? await deps.directory.calendar(calendarId) : null;
    const born = bornIn(line, deps.ids.next<CallId>(), event);
    const world = await book.world(born);
    const until = event.by === 'web' ? event.at + world.settings.pageCallMs : null;
    const call = await deps.calls.insert(
      beginMenu({ ...born, until }, calendar === null || isOpen(calendar, event.at), world),
    );
    deps.publish([{ type: 'call', before: null, after: call }]);
    return call;
  }

  async function follow(event: CallEvent): Promise<Call | null> {
    const known = await find(event);
    if (!known && event.type !== 'arrived') return null;
    const call = known ?? (await arrive(event as Extract<CallEvent, { type: 'arrived' }>));
    let told = await book.update(call.id, (present, world) => hear(present, event, world));
    if (!known) {
      // What overtook its arrival was stored, and belongs to it.
      for (const early of await deps.events.ofLine(event.inboxId, event.externalId)) {
        if (early.key !== event.key) told = await book.update(call.id, (present, world) => hear(present, early, world));
      }
    }
    followLater(call.id);
    return told;
  }

  return {
    async take(event) {
      const isNew = await deps.events.put(event);
      const call = isNew ? await follow(event) : await find(event);
      // A repeat that finds no call may have overtaken the first one's own work.
      const found = call ?? (isNew ? null : await follow(event));
      if (isNew) await deps.events.done(event, deps.clock.now());
      return found && next(found);
    },
    async stepOf(inboxId, externalId) {
      const call = await deps.calls.findByLine(inboxId, externalId);
      return call && next(call);
    },
    async catchUp(by) {
      for (const event of await deps.events.undone(by, 500)) {
        try {
          await follow(event);
          await deps.events.done(event, deps.clock.now());
        } catch (error) {
          deps.log.error({ err: error, key: event.key }, 'An event of a call was not followed; it will be.');
        }
      }
    },
  };
}
