/** Every fact of the server, applied to the desk's state. Pure. */
import { openThread, type ThreadEvent } from '../../../shared/apply.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { ConsoleAnswers, DeskSnapshot, TypingFact } from '../../../shared/events.ts';
import type { AgentSelf, Offer, OfferEnd } from '../../../shared/model/agent.ts';
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId, OfferId } from '../../../shared/model/ids.ts';
import { applyWithNotes } from '../../../shared/notes.ts';
import type { AgentThreadState, Connection, DeskState, ThreadSlot } from './desk-state.ts';
import type { PendingSend } from './pending.ts';
import { changeConversation, changeRow, removeRow } from './reduce-lists.ts';
import { amendWindow, withoutWindow, withWindow } from './thread-window.ts';
import { usualChoice } from './views.ts';

export function setConnection(state: DeskState, connection: Connection): DeskState {
  return state.connection.state === connection.state ? state : { ...state, connection };
}

/** Begins again with the server's word; what was listed before stays on screen until its list is read anew. */
export function syncDesk(state: DeskState, snapshot: DeskSnapshot, now: number): DeskState {
  const { me, offers, inboxes, queues } = snapshot;
  const clockOffset = snapshot.now - now;
  let next: DeskState = { ...state, ready: true, clockOffset, me, offers, inboxes, queues, typing: {}, ended: null };
  for (const row of snapshot.mine) next = changeRow(next, row);
  // A row that was mine and is not any more may have changed hands while we were away.
  const mine = new Set(snapshot.mine.map((row) => row.conversation.id));
  if (snapshot.mine.length < 50) {
    const ids = new Set([...(next.lists.mine?.ids ?? [])].filter((id) => mine.has(id)));
    const choice = usualChoice('mine');
    next = { ...next, lists: { ...next.lists, mine: { choice, status: 'ready', ids, next: null, end: null } } };
  }
  return next;
}

export function changeMe(state: DeskState, me: AgentSelf): DeskState {
  return state.me && state.me.rev > me.rev ? state : { ...state, me };
}

/** Whether the same person's lists may hold other conversations now. */
export function seesOtherwise(before: AgentSelf, after: AgentSelf): boolean {
  const queues = new Set(before.queueIds);
  const isSame = queues.size === new Set(after.queueIds).size && after.queueIds.every((id) => queues.has(id));
  return before.role !== after.role || before.reach !== after.reach || !isSame;
}

export function makeOffer(state: DeskState, offer: Offer): DeskState {
  if (state.offers.some((known) => known.id === offer.id)) return state;
  return { ...state, offers: [...state.offers, offer], lastOfferEnd: null };
}

export function endOffer(state: DeskState, offerId: OfferId, why: OfferEnd): DeskState {
  const offer = state.offers.find((known) => known.id === offerId);
  if (!offer) return state;
  return { ...state, offers: state.offers.filter((known) => known !== offer), lastOfferEnd: { offer, why } };
}

export function setSlot(state: DeskState, id: ConversationId, slot: ThreadSlot | null): DeskState {
  const { [id]: _before, ...others } = state.threads;
  return { ...state, threads: slot ? { ...others, [id]: slot } : others };
}

/** A snapshot into a thread that is already there only adds what is missing, so that what was scrolled to stays. */
export function openSnapshot(state: DeskState, snapshot: ConsoleAnswers['conversation:open']): DeskState {
  const id = snapshot.conversation.id;
  const slot = state.threads[id];
  const thread =
    slot?.status === 'open'
      ? applyWithNotes(slot.thread, { type: 'synced', entries: snapshot.entries, conversation: snapshot.conversation })
      : openThread(snapshot);
  const fresh = { status: 'open' as const, thread, loadingEarlier: false };
  const next = snapshot.window ? withWindow(fresh, snapshot.window) : fresh;
  return withThread(setSlot(state, id, next), next.thread);
}

export function applyToThread(
  state: DeskState,
  id: ConversationId,
  event: ThreadEvent<AgentEntry, AgentConversation>,
): DeskState {
  const slot = state.threads[id];
  if (slot?.status !== 'open') return state;
  const thread = applyWithNotes(slot.thread, event);
  if (thread === slot.thread) return state;
  const loadingEarlier = event.type === 'earlier:loaded' ? false : slot.loadingEarlier;
  const next = { ...(event.type === 'reset' ? withoutWindow(slot) : slot), thread, loadingEarlier };
  // What is new may change notes that the window shows.
  const whole = next.window ? { ...next, window: amendWindow(next.window, thread.entries) } : next;
  return withThread(setSlot(state, id, whole), thread);
}

/** Rows learn the conversation's newest state, and sends that have become entries are no longer pending. */
function withThread(state: DeskState, thread: AgentThreadState): DeskState {
  const written = new Set(thread.entries.map((entry) => entry.clientId));
  const pending = state.pending.filter((send) => !written.has(send.clientId));
  const next = pending.length === state.pending.length ? state : { ...state, pending };
  return changeConversation(next, thread.conversation);
}

export function setTypist(state: DeskState, fact: TypingFact): DeskState {
  const others = (state.typing[fact.conversationId] ?? []).filter((known) => !isSameTypist(known, fact));
  const typists = fact.typing ? [...others, fact] : others;
  return { ...state, typing: { ...state.typing, [fact.conversationId]: typists } };
}

function isSameTypist(a: TypingFact, b: TypingFact): boolean {
  if (a.from.kind === 'customer') return b.from.kind === 'customer';
  return b.from.kind === 'agent' && b.from.id === a.from.id;
}

export function setOnline(state: DeskState, id: ConversationId, online: boolean): DeskState {
  return state.online[id] === online ? state : { ...state, online: { ...state.online, [id]: online } };
}

export function revoke(state: DeskState, id: ConversationId, error: WireError): DeskState {
  return setSlot(removeRow(state, id), id, state.threads[id] ? { status: 'refused', error } : null);
}

export function setPending(state: DeskState, send: PendingSend): DeskState {
  const isKnown = state.pending.some((known) => known.clientId === send.clientId);
  const pending = isKnown
    ? state.pending.map((known) => (known.clientId === send.clientId ? send : known))
    : [...state.pending, send];
  return { ...state, pending };
}

export function dropPending(state: DeskState, clientId: string): DeskState {
  const pending = state.pending.filter((send) => send.clientId !== clientId);
  return pending.length === state.pending.length ? state : { ...state, pending };
}
