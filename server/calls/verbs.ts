/** What people do with calls, each with its rights: the pure step, then what follows from it. */
import type { DeviceGrant } from '../../channels/voice.ts';
import { AppError } from '../../shared/errors.ts';
import type { CallGrant, CallTarget } from '../../shared/events-calls.ts';
import type { CallListening, CallView, CallWrapUp } from '../../shared/model/call.ts';
import type { CallId, ConversationId, DispositionId, InboxId, LegId, UserId } from '../../shared/model/ids.ts';
import { canSee, type UserViewer } from '../accounts/scope.ts';
import type { Person, Said } from '../routing/routing.ts';
import type { Work } from '../routing/work-model.ts';
import * as acts from './acts.ts';
import { bornOut } from './births.ts';
import type { Book } from './book.ts';
import type { Follow } from './follow.ts';
import { createListening, type Listening } from './listening.ts';
import { type Call, isEnded, isTalking, isThere } from './model.ts';
import type { CallDeps, Line } from './ports.ts';
import { isParty, noCall, requireParty, requireSeen } from './rights.ts';
import { DAY_MS, judgeUsage } from './usage.ts';
import { listeningOf, viewOf } from './view.ts';

export interface CallVerbs extends Listening {
  list(viewer: UserViewer): Promise<{ calls: CallView[]; listening: CallListening | null }>;
  /** As consoles are told of it; null while nobody is to hear of it. */
  present(call: Call): Promise<CallView | null>;
  grants(viewer: UserViewer): Promise<CallGrant[]>;
  connect(viewer: UserViewer, id: CallId, legId: LegId, sdp: string): Promise<{ sdp: string } | { gone: true }>;
  dial(
    viewer: UserViewer,
    to: { inboxId?: InboxId; number: string; conversationId?: ConversationId },
  ): Promise<CallView>;
  hold(viewer: UserViewer, id: CallId, held: boolean): Promise<void>;
  mute(viewer: UserViewer, id: CallId, muted: boolean): Promise<void>;
  press(viewer: UserViewer, id: CallId, digits: string): Promise<void>;
  end(viewer: UserViewer, id: CallId): Promise<void>;
  transfer(viewer: UserViewer, id: CallId, mode: 'warm' | 'cold', to: CallTarget, note?: string): Promise<void>;
  finishTransfer(viewer: UserViewer, id: CallId): Promise<void>;
  cancelTransfer(viewer: UserViewer, id: CallId): Promise<void>;
  add(viewer: UserViewer, id: CallId, to: Exclude<CallTarget, { kind: 'queue' }>): Promise<void>;
  remove(viewer: UserViewer, id: CallId, legId: LegId): Promise<void>;
  record(viewer: UserViewer, id: CallId, what: 'start' | 'pause' | 'resume' | 'stop'): Promise<void>;
  /** The conversation is another customer's now: so are the calls that go on in it. */
  renamed(id: ConversationId): Promise<void>;
  wrapUp(viewer: UserViewer, id: CallId, ending: { dispositionId: DispositionId | null; note?: string }): Promise<void>;
}

export interface VerbDeps {
  people: { viewerOfUser(id: UserId): Promise<UserViewer | null> };
  dispositions(): Promise<{ id: DispositionId; name: string; queueIds: readonly string[] }[]>;
  queueName(id: Call['queueId']): Promise<string>;
}

/** Where it is the conversation's own work, the conversation shows it. */
const wrapUpOf = ({ state, slot, ownerId, queueId, wrapUpUntil }: Work): CallWrapUp | null =>
  state === 'wrap-up' && slot !== null && ownerId !== null && wrapUpUntil !== null
    ? { ownerId, queueId, until: wrapUpUntil }
    : null;

const personOf = ({ userId: id, name }: UserViewer): Person => ({ id, name });

export function createCallVerbs(deps: CallDeps & VerbDeps, book: Book, follow: Follow): CallVerbs {
  const { routing, timeline, directory } = deps;

  async function seen(viewer: UserViewer, id: CallId): Promise<Call> {
    const call = await deps.calls.find(id);
    if (!call) throw noCall();
    requireSeen(viewer, call, call.conversationId ? await timeline.find(call.conversationId) : null);
    return call;
  }

  async function act(viewer: UserViewer, id: CallId, step: acts.CallAct): Promise<Call> {
    requireParty(viewer, await seen(viewer, id));
    const after = await book.update(id, step);
    void follow(id);
    return after;
  }

  async function ownWork(viewer: UserViewer, call: Call): Promise<Work> {
    const work = call.workItemId ? await routing.calls.find(call.workItemId) : null;
    if (work?.ownerId !== viewer.userId) throw new AppError('forbidden', 'It is not your call.');
    return work;
  }

  async function colleague(id: UserId): Promise<Person & { kind: 'agent' }> {
    const found = await deps.people.viewerOfUser(id);
    if (!found) throw new AppError('not_found', 'There is no such colleague.');
    return { kind: 'agent', ...personOf(found) };
  }

  /** @throws AppError `invalid` with what is wrong with the number, `forbidden` for what must not be dialled */
  function outside({ inbox, voice }: Line, text: string): { kind: 'number'; number: string } {
    const number = voice.normalise(inbox, text);
    const refused = number === null ? 'not-a-number' : voice.refuses(inbox, number);
    if (number === null || refused === 'not-a-number') {
      throw new AppError('invalid', 'This is no phone number.', { fields: { number: 'not-a-number' } });
    }
    if (refused !== null)
      throw new AppError('forbidden', 'This number is not called.', { fields: { number: refused } });
    return { kind: 'number', number };
  }

  /** @throws AppError `forbidden` while so much was dialled, or spent, that nothing more is */
  async function requireBudget({ inbox, voice }: Line): Promise<void> {
    const limits = voice.policyOf?.(inbox).limits;
    const now = deps.clock.now();
    const refused = limits && judgeUsage(await deps.calls.usedSince(inbox.id, now - DAY_MS), limits, now);
    if (refused) throw new AppError('forbidden', 'Nothing is called at the moment.', { fields: { number: refused } });
  }

  async function target(call: Call, to: Exclude<CallTarget, { kind: 'queue' }>, viewer: UserViewer) {
    if (to.kind === 'number') {
      const line = await book.line(call.inboxId);
      const found = outside(line, to.number);
      await requireBudget(line);
      return found;
    }
    if (to.id === viewer.userId) throw new AppError('invalid', 'You are in this call yourself.');
    return colleague(to.id);
  }

  async function present(call: Call): Promise<CallView | null> {
    const work = call.workItemId ? await routing.calls.find(call.workItemId) : null;
    return viewOf(call, {
      queueName: (isEnded(call) ? null : work?.queueName) ?? (await deps.queueName(call.queueId)),
      ownerId: work?.state === 'active' && !isEnded(call) ? work.ownerId : null,
      wrapUp: isEnded(call) && work?.callId === call.id ? wrapUpOf(work) : null,
    });
  }

  /** Lines that somebody may talk on: of the queues they serve, or all. */
  async function linesOf(): Promise<Line[]> {
    return (await directory.inboxes()).flatMap((inbox) => {
      const voice = inbox.archived ? null : deps.channels.get(inbox.channel)?.voice;
      return voice && voice.takesCalls?.(inbox) !== false ? [{ inbox, voice }] : [];
    });
  }

  /** The number that this viewer calls from; null: they are only called through it, as by a menu that leads to their queue. */
  function callerIdOf({ inbox, voice }: Line, viewer: UserViewer): string | null {
    const queueId = voice.queueOf?.(inbox) ?? inbox.queueId;
    return viewer.reach === 'all' || viewer.queueIds.includes(queueId) ? voice.numberOf(inbox) : null;
  }

  return {
    present,
    async list(viewer) {
      const calls: CallView[] = [];
      let listening: CallListening | null = null;
      for (const call of await deps.calls.open()) {
        listening ??= listeningOf(call, viewer.userId);
        const conversation = call.conversationId ? await timeline.find(call.conversationId) : null;
        if (!isParty(viewer, call) && !(conversation && canSee(viewer, conversation))) continue;
        const view = await present(call);
        if (view) calls.push(view);
      }
      // They are over, and their wrap-up is not.
      for (const { callId } of await routing.calls.wrappedUpBy(viewer.userId)) {
        const call = callId && (await deps.calls.find(callId));
        const view = call && (await present(call));
        if (view?.wrapUp) calls.push(view);
      }
      return { calls, listening };
    },
    async grants(viewer) {
      const grants: CallGrant[] = [];
      for (const line of await linesOf()) {
        const { inbox, voice } = line;
        const grant: DeviceGrant | null = await voice
          .provider(inbox)
          .grant(inbox, viewer.userId)
          .catch((error: unknown) => {
            deps.log.warn({ err: error, inboxId: inbox.id }, 'A line granted nothing to a device.');
            return null;
          });
        if (grant) grants.push({ inboxId: inbox.id, name: inbox.name, number: callerIdOf(line, viewer), grant });
      }
      return grants;
    },
    async connect(viewer, id, legId, sdp) {
      const call = await deps.calls.find(id);
      const leg = call?.legs.find((one) => one.id === legId);
      if (!call || leg?.userId !== viewer.userId) throw noCall();
      if (!isThere(leg)) return { gone: true };
      const { inbox, voice } = await book.line(call.inboxId);
      const provider = voice.provider(inbox);
      if (!provider.connect) throw new AppError('conflict', 'This line takes no sound from here.');
      return provider.connect({ callId: id, inbox, externalId: call.externalId }, legId, sdp);
    },
    async dial(viewer, { inboxId, number, conversationId }) {
      const conversation = conversationId ? await timeline.find(conversationId) : null;
      if (conversationId && !(conversation && canSee(viewer, conversation))) {
        throw new AppError('not_found', 'There is no such conversation.');
      }
      const lines = (await linesOf()).filter((line) => callerIdOf(line, viewer) !== null);
      const line = inboxId
        ? lines.find(({ inbox }) => inbox.id === inboxId)
        : (lines.find(({ inbox }) => inbox.queueId === conversation?.queueId) ?? lines[0]);
      if (!line) throw new AppError('conflict', 'There is no number to call from.');
      const to = outside(line, number);
      await requireBudget(line);
      const mine = (await deps.calls.open()).find((call) => call.dialledBy?.id === viewer.userId);
      if (mine) throw new AppError('conflict', 'You are on a call already.');
      const by = personOf(viewer);
      const ours = line.voice.numberOf(line.inbox) ?? '';
      const id = deps.ids.next<CallId>();
      const draft = { id, number: to.number, by, at: deps.clock.now(), ours, queueId: line.inbox.queueId };
      const born = bornOut(line, { ...draft, startedIn: conversation?.id ?? null });
      await deps.calls.insert(acts.beginDial(by)(born, await book.world(born)));
      await follow(id);
      const call = await deps.calls.find(id);
      const view = call && !isEnded(call) ? await present(call) : null;
      if (!view) throw new AppError('conflict', 'You are on a call already.');
      return view;
    },
    async hold(viewer, id, held) {
      await act(viewer, id, acts.holdIt(held));
    },
    async mute(viewer, id, muted) {
      await act(viewer, id, acts.muteLeg(viewer.userId, muted));
    },
    async press(viewer, id, digits) {
      const call = await seen(viewer, id);
      requireParty(viewer, call);
      acts.requireTalking(call);
      const leg = call.legs.find((one) => one.userId === viewer.userId && isTalking(one));
      if (!leg) throw new AppError('conflict', 'Your sound is not there.');
      const { inbox, voice } = await book.line(call.inboxId);
      const result = await voice
        .provider(inbox)
        .press({ callId: id, inbox, externalId: call.externalId }, leg.id, digits);
      if (result.state === 'gone') throw new AppError('closed', 'The other side has left.');
      if (result.state === 'failed') throw new AppError('conflict', result.reason);
    },
    async end(viewer, id) {
      const call = await seen(viewer, id);
      if (isEnded(call)) return;
      // Whoever was asked in, or is asked to take it over, leaves alone; it ends with whoever has it.
      const work = call.workItemId ? await routing.calls.find(call.workItemId) : null;
      const isOwners = work === null || work.ownerId === null || work.ownerId === viewer.userId;
      const own = call.legs.find((leg) => leg.userId === viewer.userId && leg.role !== 'supervisor' && isThere(leg));
      if (own && (own.role === 'guest' || (own.role === 'offer' && !isOwners)))
        await act(viewer, id, acts.leave(own.id));
      else if (!isParty(viewer, call) && call.dialledBy?.id === viewer.userId) {
        await book.update(id, acts.endIt(personOf(viewer)));
        await follow(id);
      } else await act(viewer, id, acts.endIt(personOf(viewer)));
    },
    async transfer(viewer, id, mode, to, note) {
      const call = await seen(viewer, id);
      requireParty(viewer, call);
      acts.requireTalking(call);
      const work = await ownWork(viewer, call);
      const by = personOf(viewer);
      if (to.kind === 'queue') {
        await routing.calls.handOver(work.id, to, by, note || undefined);
        return follow(id);
      }
      const whom = await target(call, to, viewer);
      await book.update(id, acts.beginTransfer(mode, by, whom));
      try {
        if (whom.kind === 'agent')
          await routing.calls.handOver(work.id, { kind: 'agent', person: whom }, by, note || undefined);
      } catch (error) {
        await book.update(id, acts.endTransfer);
        throw error;
      } finally {
        void follow(id);
      }
    },
    async finishTransfer(viewer, id) {
      const call = await seen(viewer, id);
      const work = await ownWork(viewer, call);
      const { transfer } = call;
      const leg = call.legs.find((one) => one.id === transfer?.legId);
      if (!transfer || !leg || !isTalking(leg)) throw new AppError('conflict', 'They have not answered.');
      if (transfer.to.kind === 'number') await book.update(id, acts.finishTransfer);
      else if (!(await routing.calls.answered(work.id, transfer.to.id, leg.id as never))) {
        throw new AppError('conflict', 'They have left.');
      }
      await follow(id);
    },
    async cancelTransfer(viewer, id) {
      const call = await seen(viewer, id);
      const work = await ownWork(viewer, call);
      if (!call.transfer) return;
      if (call.transfer.to.kind === 'agent' && work.offer?.handover)
        await routing.calls.recall(work.id, personOf(viewer));
      await book.update(id, acts.endTransfer);
      await follow(id);
    },
    async add(viewer, id, to) {
      const call = await seen(viewer, id);
      await act(viewer, id, acts.askIn(await target(call, to, viewer)));
    },
    async remove(viewer, id, legId) {
      await act(viewer, id, acts.letGo(legId));
    },
    async record(viewer, id, what) {
      await act(viewer, id, acts.record(what));
    },
    async renamed(id) {
      const conversation = await timeline.find(id);
      if (!conversation) return;
      const { identityId, customer } = conversation;
      for (const call of await deps.calls.ofConversation(id)) {
        if (!isEnded(call)) await book.update(call.id, (now) => ({ ...now, identityId, customerName: customer.name }));
      }
    },
    async wrapUp(viewer, id, { dispositionId, note }) {
      const call = await seen(viewer, id);
      const work = await ownWork(viewer, call);
      const found = dispositionId && (await deps.dispositions()).find((one) => one.id === dispositionId);
      const isHere = found && (found.queueIds.length === 0 || found.queueIds.includes(work.queueId));
      if (dispositionId && !isHere) {
        throw new AppError('invalid', 'It cannot end like this here.', {
          fields: { dispositionId: 'not of this queue' },
        });
      }
      const said: Said = found
        ? { outcome: { dispositionId: found.id, name: found.name, ...(note ? { note } : {}) } }
        : { outcome: null, ...(note ? { note } : {}) };
      await routing.calls.wrapUp(work.id, personOf(viewer), said);
    },
    ...createListening(deps, book, follow),
  };
}
