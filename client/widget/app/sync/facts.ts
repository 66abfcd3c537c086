/** How the state follows from what the server tells. Pure; threads by the reducer that everybody shares. */
import { applyEvent, openThread, type ThreadEvent } from '../../../../shared/apply.ts';
import type { VisitorSnapshot, VisitorThread } from '../../../../shared/events.ts';
import type { VisitorConversation } from '../../../../shared/model/conversation.ts';
import type { VisitorEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { VisitorThreadState, WidgetState } from './state.ts';

type Part = Partial<WidgetState>;

export function applySnapshot(state: WidgetState, snapshot: VisitorSnapshot): Part {
  const { current, ahead } = snapshot;
  const id = current?.conversation.id;
  return {
    inbox: snapshot.inbox,
    availability: snapshot.availability,
    isVerified: snapshot.verified,
    mailsCodes: snapshot.mailsCodes,
    name: snapshot.name,
    cards: snapshot.conversations,
    places: id && ahead !== null ? { ...state.places, [id]: ahead } : state.places,
    // A thread that is loaded keeps its earlier pages and is synced by itself.
    threads: current && id && !state.threads[id] ? withThread(state, openThread(current)) : state.threads,
    refusal: null,
  };
}

function withThread(state: WidgetState, thread: VisitorThreadState): WidgetState['threads'] {
  return { ...state.threads, [thread.conversation.id]: thread };
}

export function applyToThread(
  state: WidgetState,
  id: ConversationId,
  event: ThreadEvent<VisitorEntry, VisitorConversation>,
): Part {
  const thread = state.threads[id];
  if (!thread) return event.type === 'reset' ? { threads: withThread(state, openThread(event.snapshot)) } : {};
  const next = applyEvent(thread, event);
  return next === thread ? {} : { threads: withThread(state, next) };
}

/** null: a conversation this tab has not heard of, so the whole picture is asked for. */
export function applyEntry(state: WidgetState, entry: VisitorEntry): Part | null {
  const id = entry.conversationId;
  const card = state.cards.find(({ conversation }) => conversation.id === id);
  if (!card) return null;
  const read = card.conversation.marks.youRead.tally.agent;
  const preview = entry.body.kind === 'message' ? entry.body.text || (entry.body.files[0]?.name ?? '') : card.preview;
  const next = { ...card, preview, at: entry.at, unread: Math.max(0, entry.tally.agent - read) };
  const { [id]: _typist, ...typing } = state.typing;
  return {
    ...applyToThread(state, id, { type: 'entry:appended', entry }),
    cards: [next, ...state.cards.filter((one) => one !== card)],
    typing: entry.author.kind === 'agent' ? typing : state.typing,
  };
}

/** null as above. */
export function applyConversation(state: WidgetState, conversation: VisitorConversation): Part | null {
  const card = state.cards.find((one) => one.conversation.id === conversation.id);
  if (!card) return null;
  if (card.conversation.rev >= conversation.rev) return applyToThread(state, conversation.id, changed(conversation));
  const written = card.unread + card.conversation.marks.youRead.tally.agent;
  const unread = Math.max(0, written - conversation.marks.youRead.tally.agent);
  return {
    ...applyToThread(state, conversation.id, changed(conversation)),
    cards: state.cards.map((one) => (one === card ? { ...card, conversation, unread } : one)),
  };
}

const changed = (conversation: VisitorConversation) => ({ type: 'conversation:changed', conversation }) as const;

/** What an answered start or move shows: the thread, and its card on top of the others. */
export function applyThread(state: WidgetState, snapshot: VisitorThread): Part {
  const { conversation, entries } = snapshot;
  const newest = entries.findLast(({ body }) => body.kind === 'message');
  const known = state.cards.find((one) => one.conversation.id === conversation.id);
  const card = {
    conversation,
    preview: newest?.body.kind === 'message' ? newest.body.text : (known?.preview ?? ''),
    at: entries.at(-1)?.at ?? conversation.createdAt,
    unread: Math.max(0, (entries.at(-1)?.tally.agent ?? 0) - conversation.marks.youRead.tally.agent),
  };
  return {
    ...applyToThread(state, conversation.id, { type: 'reset', snapshot }),
    cards: [card, ...state.cards.filter((one) => one !== known)],
  };
}
