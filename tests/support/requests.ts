/** A valid payload for every request of both surfaces, about one conversation. */
import type { z } from 'zod';
import type { ConsoleRequests, WidgetRequests } from '../../shared/events.ts';
import type {
  CallId,
  ConversationId,
  EntryId,
  InboxId,
  LegId,
  MacroId,
  MergeId,
  NoticeId,
  OfferId,
  PlacementId,
  QueueId,
  TagId,
  UserId,
  WorkItemId,
} from '../../shared/model/ids.ts';
import { nextClientId } from './client-id.ts';

/** A well-formed id that stands for nothing. */
export const nobodysId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as ConversationId;

export type Payloads<Requests extends Record<string, z.ZodType>> = {
  [Name in keyof Requests]: z.input<Requests[Name]>;
};

export function consolePayloads(conversationId: ConversationId): Payloads<ConsoleRequests> {
  const offer = {
    workItemId: nobodysId as string as WorkItemId,
    offerId: nobodysId as string as OfferId,
  };
  const call = { callId: nobodysId as string as CallId };
  return {
    'desk:sync': {},
    'list:open': { view: 'all', limit: 10 },
    'list:counts': {},
    'search:find': { text: 'zoe' },
    'search:text': { text: 'order' },
    'bulk:act': { clientId: nextClientId(), ids: [conversationId], action: { kind: 'prioritise', priority: 'high' } },
    'bulk:undo': { clientId: nextClientId() },
    'bulk:list': {},
    'conversation:open': { conversationId },
    'note:edit': { conversationId, seq: 1, text: 'Better' },
    'note:delete': { conversationId, seq: 1 },
    'note:versions': { conversationId, seq: 1 },
    'view:set': { conversationId },
    'viewers:list': {},
    'customer:read': { conversationId },
    'customer:change': { conversationId, change: { type: 'name', name: 'Sofia' } },
    'customer:history': { conversationId, field: 'name' },
    'customer:conversations': { conversationId },
    'customer:entries': { conversationId, of: conversationId },
    'customer:merge-preview': { conversationId, other: conversationId },
    'customer:merge': {
      ...{ conversationId, clientId: nextClientId(), other: conversationId, takes: ['name'] },
      seen: { mine: 0, theirs: 0 },
    },
    'customer:matches': { conversationId },
    'customer:distinguish': { conversationId, other: conversationId },
    'customer:unmerge': { conversationId, mergeId: nobodysId as string as MergeId },
    'conversation:leave': { conversationId },
    'conversation:sync': { conversationId, after: 0, rev: 0 },
    'entries:page': { conversationId, before: 5, limit: 10 },
    'message:send': { conversationId, clientId: nextClientId(), text: 'Yes', fileIds: [], choices: ['A'] },
    'note:add': { conversationId, clientId: nextClientId(), text: 'Psst', fileIds: [] },
    'typing:set': { conversationId, typing: true },
    'draft:save': { conversationId, kind: 'message', text: 'Dear', choices: [], mentions: [], fileIds: [], version: 1 },
    'draft:list': {},
    'reply:schedule': {
      ...{ conversationId, clientId: nextClientId(), text: 'Later', fileIds: [], choices: ['A'] },
      when: { hold: 'later', at: Date.now() + 3_600_000 },
    },
    'reply:unschedule': { conversationId, clientId: nextClientId(), keep: true },
    'reply:list': { conversationId },
    'reply:rules': { conversationId },
    'letter:start': {
      ...{ inboxId: nobodysId as string as InboxId, clientId: nextClientId(), text: 'Dear', fileIds: [] },
      letter: { subject: 'Lamp', to: [{ name: 'Zoe', address: 'zoe@example.com' }], cc: [], bcc: [], html: '' },
    },
    'delivery:retry': { conversationId, entryId: nobodysId as string as EntryId },
    'macro:run': { conversationId, macroId: nobodysId as string as MacroId, clientId: nextClientId() },
    'read:mark': { conversationId, upTo: 1 },
    'conversation:close': { conversationId },
    'presence:set': { state: 'away' },
    'entries:move': { conversationId, clientId: nextClientId(), entries: [{ of: conversationId, seq: 1 }], to: null },
    'conversation:merge': { conversationId, clientId: nextClientId(), into: nobodysId },
    'entries:move-back': { conversationId, placementId: nobodysId as string as PlacementId },
    'entries:placed': { conversationId, placementId: nobodysId as string as PlacementId },
    'work:transfer': { conversationId, to: { kind: 'queue', id: nobodysId as string as QueueId }, note: 'For you' },
    'work:recall': { workItemId: nobodysId as string as WorkItemId },
    'work:give': { conversationId, agentId: nobodysId as string as UserId },
    'work:take': { conversationId },
    'work:snooze': { conversationId, until: null },
    'work:prioritise': { conversationId, priority: 'high' },
    'work:tag': { conversationId, add: [], remove: [nobodysId as string as TagId] },
    'work:wrap-up': { conversationId, dispositionId: null },
    'guest:ask': { conversationId, agentId: nobodysId as string as UserId, clientId: nextClientId(), text: 'Look' },
    'guest:end': { conversationId, agentId: nobodysId as string as UserId },
    'hand:raise': { conversationId, text: 'Help' },
    'hand:lower': { conversationId },
    'presence:force': { agentId: nobodysId as string as UserId, state: 'away' },
    'conversation:reopen': { conversationId },
    'offer:accept': offer,
    'offer:decline': { ...offer, reason: 'busy' },
    'colleagues:list': {},
    'floor:watch': { from: 0 },
    'floor:leave': {},
    'floor:look': { conversationId },
    'preferences:change': { volume: 0.5 },
    'calls:list': {},
    'call:grant': {},
    'call:connect': { ...call, legId: nobodysId as string as LegId, sdp: 'v=0' },
    'call:dial': { conversationId, number: '+493511234567' },
    'call:hold': { ...call, held: true },
    'call:mute': { ...call, muted: true },
    'call:press': { ...call, digits: '12#' },
    'call:end': call,
    'call:transfer': { ...call, mode: 'warm', to: { kind: 'agent', id: nobodysId as string as UserId }, note: 'Yours' },
    'call:finish-transfer': call,
    'call:cancel-transfer': call,
    'call:add': { ...call, to: { kind: 'number', number: '+493511234567' } },
    'call:remove': { ...call, legId: nobodysId as string as LegId },
    'call:record': { ...call, what: 'pause' },
    'call:wrap-up': { ...call, dispositionId: null },
    'call:listen': { ...call, mode: 'whisper' },
    'notices:list': {},
    'notices:read': { ids: [nobodysId as string as NoticeId] },
  };
}

export function widgetPayloads(conversationId: ConversationId): Payloads<WidgetRequests> {
  const context = {
    url: 'https://shop.example/',
    title: 'Shop',
    referrer: '',
    language: 'en',
    timeZone: 'Europe/Berlin',
  };
  const call = { callId: nobodysId as string as CallId };
  return {
    'visitor:sync': {},
    'conversation:start': { clientId: nextClientId(), text: 'Hi', fileIds: [], answers: {}, context },
    'message:leave': { clientId: nextClientId(), text: 'Hi', email: 'me@example.com', answers: {}, context },
    'message:send': { conversationId, clientId: nextClientId(), text: 'Hi', fileIds: [] },
    'conversation:open': { conversationId },
    'conversation:sync': { conversationId, after: 0, rev: 0 },
    'entries:page': { conversationId, before: 5, limit: 10 },
    'delivered:mark': { conversationId, upTo: 1 },
    'read:mark': { conversationId, upTo: 1 },
    'typing:set': { conversationId, typing: true, text: 'H' },
    'conversation:end': { conversationId },
    'conversation:rate': { conversationId, score: 5, comment: 'good' },
    'page:visit': context,
    'call:prepare': {},
    'call:start': { sdp: 'v=0' },
    'call:connect': { ...call, sdp: 'v=0' },
    'call:read': call,
    'call:end': call,
  };
}
