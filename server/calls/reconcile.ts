/** Compares our calls with what their lines say is going on: what was told by nobody is found here. */
import type { CallEvent, LiveCall } from '../../channels/voice.ts';
import type { CallId, InboxId } from '../../shared/model/ids.ts';
import type { Book } from './book.ts';
import { command } from './change.ts';
import { hear } from './hear.ts';
import { type Call, type CallWorld, isEnded, isThere } from './model.ts';
import type { CallDeps } from './ports.ts';

/** Younger than this, a difference may only be news on the way. */
const QUIET_MS = 15_000;

export function createReconcile(deps: CallDeps, book: Book, followLater: (id: CallId) => void) {
  async function reconcileInbox(inboxId: InboxId, open: Call[]): Promise<void> {
    const { inbox, voice } = await book.line(inboxId);
    const asked = deps.clock.now();
    const live = await voice.provider(inbox).live(inbox);
    for (const call of open) {
      const found = findLive(live, call);
      const changed = await book.update(call.id, (now, world) => compare(now, found, world, asked));
      if (changed.version !== call.version) followLater(call.id);
    }
    const known = new Set<string>(open.map(({ id }) => id));
    for (const { callId, externalId } of live) {
      if (!callId || known.has(callId)) continue;
      const call = await deps.calls.find(callId);
      if (!call || !isEnded(call) || (call.endedAt ?? asked) > asked - QUIET_MS) continue;
      await voice.provider(inbox).end({ callId, inbox, externalId });
    }
  }

  return async function reconcile(): Promise<void> {
    const open = await deps.calls.open();
    for (const inbox of await deps.directory.inboxes()) {
      const voice = deps.channels.get(inbox.channel)?.voice;
      const own = open.filter(({ inboxId }) => inboxId === inbox.id);
      // Where calls were switched off, those that go on are looked after all the same.
      if (!voice || (own.length === 0 && voice.takesCalls?.(inbox) === false)) continue;
      try {
        await reconcileInbox(inbox.id, own);
      } catch (error) {
        deps.log.warn({ err: error, inboxId: inbox.id }, 'A line could not be asked what is going on.');
      }
    }
  };
}

/** Pure. A customer who waits on the line is in no room of the call's yet, or not any more, while somebody is rung into it. */
export function findLive(live: readonly LiveCall[], call: Pick<Call, 'id' | 'externalId'>): LiveCall | null {
  const ofCall = live.find(({ callId }) => callId === call.id) ?? null;
  const ofLine = live.find((one) => one !== ofCall && call.externalId !== null && one.externalId === call.externalId);
  if (!ofCall || !ofLine) return ofCall ?? ofLine ?? null;
  return ofCall.customer === 'left' ? { ...ofCall, customer: ofLine.customer } : ofCall;
}

/** Pure: the call as it must be when the line says this. */
export function compare(call: Call, live: LiveCall | null, world: CallWorld, asked: number): Call {
  if (isEnded(call)) return call;
  const told = {
    inboxId: call.inboxId,
    at: asked,
    externalId: call.externalId ?? '',
    callId: call.id,
    detail: 'not there',
  };
  const isOnLine = call.direction === 'in' || call.customer.ringingAt !== null || call.customer.joinedAt !== null;
  if (!live || live.customer === 'left') {
    const isOld = call.startedAt < asked - QUIET_MS && (call.customer.joinedAt ?? 0) < asked - QUIET_MS;
    if (isOnLine && isOld) {
      return hear(call, { ...told, key: 'lost', type: 'customer', state: 'left', end: 'lost' }, world);
    }
  }
  let next = call;
  for (const leg of call.legs) {
    const there = live?.legs.find(({ legId }) => legId === leg.id);
    if (there && (leg.dropped || leg.leftAt !== null)) next = command(next, world.now, { do: 'drop', legId: leg.id });
    const since = Math.max(leg.begunAt, leg.joinedAt ?? 0);
    const isPending = next.commands.some(({ key }) => key === `leg:${leg.id}:begin`);
    if (!there && leg.leftAt === null && since < asked - QUIET_MS && !isPending && isThere(leg)) {
      const left: CallEvent = {
        ...told,
        key: `lost:${leg.id}`,
        type: 'leg',
        legId: leg.id,
        legExternalId: '',
        state: 'left',
        end: 'lost',
      };
      next = hear(next, left, world);
    } else if (there?.state === 'joined' && leg.joinedAt === null && leg.leftAt === null) {
      const joined: CallEvent = {
        ...told,
        key: `joined:${leg.id}`,
        type: 'leg',
        legId: leg.id,
        legExternalId: there.externalId,
        state: 'joined',
      };
      next = hear(next, joined, world);
    }
  }
  if (
    live?.customer === 'joined' &&
    call.direction === 'out' &&
    call.customer.legId !== null &&
    call.customer.joinedAt === null
  ) {
    next = hear(next, { ...told, key: 'found', type: 'customer', state: 'joined' }, world);
  }
  return next;
}
