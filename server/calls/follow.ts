/**
 * What others do because of a call: its conversation, its work, its files, its timeline. Each step finds itself done when it was, so that whoever
 * follows after a crash completes what was left.
 */
import type { CallCapabilities } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { CallId, OfferId, WorkItemId } from '../../shared/model/ids.ts';
import { createInTurn } from '../lib/in-turn.ts';
import { nextOpening } from '../routing/calendar.ts';
import type { Work } from '../routing/work-model.ts';
import { align } from './align.ts';
import { bornBack } from './births.ts';
import type { Book } from './book.ts';
import { createCarryOut } from './carry-out.ts';
import { end, say } from './change.ts';
import { createDeleteCopies } from './copies.ts';
import { passTime } from './due.ts';
import { type Call, type CallSettings, isEnded } from './model.ts';
import type { CallDeps } from './ports.ts';
import type { KeepRecordings } from './recordings.ts';
import { BUDGET_MS } from './retries.ts';
import { hasDeclined } from './returning.ts';
import { tellTimeline } from './tell.ts';
import { createTranscripts } from './transcripts.ts';

/** Rounds in which one thing led to another before the rest is left to the next look. */
const ROUNDS = 30;

/** Of a channel that says nothing of its calls. */
const usualCall: CallCapabilities = { weight: 100, exclusive: true, ringSeconds: 20 };

const roundOf = ({ stage }: Call): number | null => (stage.kind === 'queued' ? stage.round : null);

export interface Follow {
  (id: CallId): Promise<void>;
  idle(): Promise<void>;
}

export function createFollow(
  deps: CallDeps,
  book: Book,
  settings: CallSettings,
  keepRecordings: KeepRecordings,
): Follow {
  const { routing, timeline, clock } = deps;
  const inTurn = createInTurn();
  const underWay = new Set<Promise<unknown>>();
  const transcribe = createTranscripts(deps, book);
  const deleteCopies = createDeleteCopies(deps, book);
  const carryOut = createCarryOut({ book, settings, log: deps.log });

  async function place(call: Call): Promise<Call> {
    if (call.conversationId !== null) return call;
    // Nobody hears of a call before it waits for somebody, leaves word, or is over.
    if (call.stage.kind === 'menu') return call;
    const started = call.startedIn ? await timeline.find(call.startedIn) : null;
    const isWithheld = call.from === null;
    const conversation =
      started ??
      (await deps.place({
        ...{ key: `call:${call.id}`, inboxId: call.inboxId, queueId: call.queueId, isProven: call.attested },
        // Whoever withholds their number is somebody new each time.
        identity: call.from ?? { kind: 'phone', value: `withheld:${call.id}` },
        name: isWithheld ? call.fromText || 'Withheld number' : null,
      }));
    const { id: conversationId, identityId, customer } = conversation;
    return book.update(call.id, (now) =>
      now.conversationId ? now : { ...now, conversationId, identityId, customerName: customer.name },
    );
  }

  async function beginWork(call: Call): Promise<Call> {
    const needs = ['queued', 'callback', 'dialling'].includes(call.stage.kind);
    if (!needs || call.workItemId !== null || !call.conversationId || !call.identityId) return call;
    if (call.stage.kind === 'callback') {
      const at = await callingHour(call);
      if (at > clock.now()) return book.update(call.id, (now) => ({ ...now, notBefore: at }));
      const why = (await book.world(call)).refuses(call.to);
      if (why === 'rate' || why === 'spend') {
        return book.update(call.id, (now, world) => ({ ...now, notBefore: world.now + BUDGET_MS }));
      }
      if (why !== null) {
        return book.update(call.id, (now, world) =>
          end(say(now, world.now, { what: 'not-dialled', to: now.to, why }), world.now, null, false),
        );
      }
    }
    const { inbox } = await book.line(call.inboxId);
    const as = deps.channels.get(inbox.channel)?.capabilities.call ?? usualCall;
    try {
      const work = await routing.calls.begin(
        {
          ...{ conversationId: call.conversationId, inboxId: call.inboxId, identityId: call.identityId },
          ...{ queueId: call.queueId, callId: call.id, preferredAgentId: null },
          // The inbox's own weight is that of its messages.
          ...{ weight: as.weight, exclusive: as.exclusive, offerSeconds: as.ringSeconds },
          live: call.stage.kind === 'queued',
        },
        call.dialledBy ?? undefined,
      );
      return book.update(call.id, (now) => (now.workItemId ? now : { ...now, workItemId: work.id }));
    } catch (error) {
      if (!(error instanceof AppError) || call.dialledBy === null) throw error;
      // Whoever dialled took something else in this moment.
      return book.update(call.id, (now, { now: at }) => ({
        ...now,
        stage: { kind: 'ended' },
        endedAt: at,
        ending: 'turned-away',
      }));
    }
  }

  /** The joining of the leg is the acceptance; leaving without it a refusal. */
  async function answerOffers(call: Call, work: Work): Promise<void> {
    const { offer } = work;
    const leg = offer && call.legs.find(({ id }) => (id as string) === offer.id);
    if (!offer || !leg) return;
    const offerId = offer.id as OfferId;
    const isWarm = call.transfer?.mode === 'warm' && call.transfer.legId === leg.id;
    if (leg.leftAt !== null) {
      if (leg.end === 'declined' || leg.joinedAt !== null)
        await routing.calls.declined(work.id, offer.agentId, offerId);
      else if (!leg.dropped) await routing.calls.missed(work.id, offerId);
    } else if (leg.joinedAt !== null && !leg.dropped) {
      const until = leg.joinedAt + settings.consultMs;
      if (isWarm) await routing.calls.extend(work.id, offerId, until);
      else await routing.calls.answered(work.id, offer.agentId, offerId);
    }
  }

  async function giveUpReturn(call: Call, work: Work): Promise<void> {
    const { returning } = call;
    if (!returning || work.ownerId !== returning.userId) return;
    if (returning.until <= clock.now() || hasDeclined(call)) await routing.calls.requeue(work.id, returning.userId);
  }

  async function closeWork(call: Call, id: WorkItemId): Promise<void> {
    if (call.callbackId !== null) return;
    if (call.endedBy) return routing.calls.close(id, { kind: 'agent', ...call.endedBy }, 'done');
    await routing.calls.close(id, { kind: 'customer' }, 'ended');
  }

  /** The place in the queue goes on with the call that will be made. */
  async function callBack(call: Call): Promise<void> {
    const { callbackId, conversationId, identityId } = call;
    if (!callbackId || !conversationId || !identityId || (await deps.calls.find(callbackId))) return;
    const other = await waitingCallback(call);
    if (other) {
      // They asked before: that one keeps its place, and this one's is given up.
      if (call.workItemId) await routing.calls.close(call.workItemId, { kind: 'system' }, 'ended');
      await book.update(call.id, (now) => ({ ...now, callbackId: other.id }));
      return;
    }
    const line = await book.line(call.inboxId);
    const ours = line.voice.numberOf(line.inbox) ?? '';
    const isKept = call.workItemId !== null && (await routing.calls.relink(call.workItemId, callbackId));
    const asked = { ...call, callbackId, conversationId, identityId, workItemId: isKept ? call.workItemId : null };
    await deps.calls.insert(bornBack(line, asked, clock.now(), ours));
    track(callbackId);
  }

  async function waitingCallback({ id, inboxId, from }: Call): Promise<Call | null> {
    const isSame = (other: Call): boolean =>
      other.id !== id &&
      other.inboxId === inboxId &&
      other.stage.kind === 'callback' &&
      other.from?.value === from?.value;
    return from === null ? null : ((await deps.calls.open()).find(isSame) ?? null);
  }

  /** Nobody was reached: it is tried again as a call of its own. */
  async function tryAgain(call: Call): Promise<void> {
    const { retryId, retryAt, conversationId, identityId } = call;
    if (!retryId || !retryAt || !conversationId || !identityId || (await deps.calls.find(retryId))) return;
    const line = await book.line(call.inboxId);
    const asked = { ...call, callbackId: retryId, conversationId, identityId, workItemId: null };
    const again = { attempt: (call.attempt ?? 1) + 1, notBefore: retryAt };
    await deps.calls.insert(bornBack(line, asked, clock.now(), line.voice.numberOf(line.inbox) ?? '', again));
    track(retryId);
  }

  /** Nobody is called back at night: the first moment within the number's hours. */
  async function callingHour(call: Call): Promise<number> {
    const at = Math.max(clock.now(), call.notBefore ?? 0);
    const { inbox } = await book.line(call.inboxId);
    const calendar = inbox.calendarId ? await deps.directory.calendar(inbox.calendarId) : null;
    return calendar === null ? at : (nextOpening(calendar, at) ?? at);
  }

  /** A conversation that never had work is over with its call; a message left is work for whoever comes next. */
  async function rest(call: Call): Promise<void> {
    const { conversationId, identityId } = call;
    if (!conversationId || !identityId) return;
    const hasMessage = call.recordings.some(
      ({ purpose, state, kept }) => purpose === 'voicemail' && state === 'done' && kept,
    );
    const isFetching = call.recordings.some(({ purpose, kept }) => purpose === 'voicemail' && !kept);
    const conversation = await timeline.find(conversationId);
    if (!conversation || isFetching) return;
    const isFree = conversation.work === null || conversation.work.state === 'closed';
    if (hasMessage && isFree && call.ending !== 'talked') {
      const { inboxId, queueId } = call;
      const { inbox } = await book.line(inboxId);
      const weight = inbox.weight ?? deps.channels.get(inbox.channel)?.capabilities.weight ?? 20;
      await routing.enqueue({
        ...{ conversationId, inboxId, identityId, queueId, weight, live: false, preferredAgentId: null },
      });
    } else if (conversation.work === null && conversation.status === 'open' && call.callbackId === null) {
      await timeline.change(conversationId, { status: 'closed', closedAt: call.endedAt ?? clock.now() });
    }
  }

  /** To whoever waits, as the wait comes round. */
  async function tellPlace(before: Call, call: Call): Promise<Call> {
    const round = roundOf(call);
    if (round === null || round === roundOf(before) || !call.workItemId) return call;
    const place = await routing.calls.ahead(call.workItemId);
    return book.update(call.id, (now) =>
      now.stage.kind === 'queued' && now.stage.place !== place ? { ...now, stage: { ...now.stage, place } } : now,
    );
  }

  async function round(before: Call): Promise<Call> {
    let call = await tellPlace(before, await book.update(before.id, passTime));
    call = await place(call);
    if (!isEnded(call)) call = await beginWork(call);
    const work = call.workItemId ? await routing.calls.find(call.workItemId) : null;
    if (isEnded(call)) {
      await callBack(call);
      await tryAgain(call);
      if (call.workItemId && work?.callId === call.id) await closeWork(call, call.workItemId);
    } else if (work) {
      if (call.stage.kind === 'voicemail' || call.stage.kind === 'forwarding') {
        await routing.calls.close(work.id, { kind: 'system' }, 'ended');
      } else {
        await answerOffers(call, work);
        await giveUpReturn(call, work);
      }
      if (call.handedOut && work.ownerId) {
        await routing.calls.close(work.id, { kind: 'agent', id: work.ownerId, name: work.ownerName ?? '' }, 'done');
      }
      const now = await routing.calls.find(work.id);
      call = await book.update(call.id, (present, world) => align(present, now, world));
    }
    await carryOut(call.id);
    await keepRecordings(call.id);
    await transcribe(call.id);
    await deleteCopies(call.id);
    call = (await deps.calls.find(call.id)) ?? call;
    await tellTimeline({ book, timeline }, call);
    if (isEnded(call) && call.dirty && before.version === call.version) await rest(call);
    return (await deps.calls.find(call.id)) ?? call;
  }

  async function follow(id: CallId): Promise<void> {
    for (let rounds = 0; rounds < ROUNDS; rounds += 1) {
      const before = await deps.calls.find(id);
      if (!before) return;
      const after = await round(before);
      if (after.version !== before.version) continue;
      if (!after.dirty || (await book.settled(after))) return;
    }
  }

  function track(id: CallId): Promise<void> {
    const work = inTurn(id, () => follow(id)).catch((error: unknown) => {
      deps.log.error({ err: error, callId: id }, 'A call was not followed; it will be.');
    });
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  return Object.assign(track, {
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  });
}
