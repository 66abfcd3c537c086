/** Calls as they begin: one that came in, one that is dialled, one that calls back. Pure. */
import type { CallEvent } from '../../channels/voice.ts';
import type { CallId, ConversationId, IdentityId, QueueId } from '../../shared/model/ids.ts';
import type { Person } from '../routing/routing.ts';
import { menuOf } from './book.ts';
import { say } from './change.ts';
import { type Call, silence } from './model.ts';
import type { Line } from './ports.ts';

type Draft = Pick<Call, 'id' | 'direction' | 'by' | 'to' | 'fromText' | 'queueId' | 'stage' | 'startedAt'>;

function draft(line: Line, given: Draft): Call {
  return {
    ...given,
    version: 1,
    inboxId: line.inbox.id,
    menu: menuOf(line),
    customer: { ...silence, legId: null, held: false },
    ...{ externalId: null, from: null, attested: false, startedIn: null, conversationId: null, identityId: null },
    until: null,
    ...{ customerName: '', workItemId: null, dialledBy: null, callbackOf: null, callbackId: null },
    ...{
      heldSince: null,
      transfer: null,
      returning: null,
      handedOut: false,
      endedBy: null,
      endedAt: null,
      ending: null,
    },
    recording: { on: false, pausedAt: null, pausedUntil: null, ranOut: false },
    ...{ legs: [], recordings: [], intro: [], followed: [], commands: [], log: [], told: 0, dirty: true },
  };
}

/** `queued` until the menu has been begun. */
export function bornIn(line: Line, id: CallId, event: Extract<CallEvent, { type: 'arrived' }>): Call {
  const { at, by, from, fromText, to, attested, conversationId, externalId } = event;
  const stage = { kind: 'queued', round: 0, place: null, since: at } as const;
  const call = draft(line, {
    ...{ id, direction: 'in', by, to, fromText, stage, startedAt: at },
    queueId: line.voice.queueOf?.(line.inbox) ?? line.inbox.queueId,
  });
  const told = say(call, at, { what: 'began', direction: 'in', by, number: fromText, ours: to });
  return { ...told, from, attested, externalId, startedIn: conversationId };
}

export interface DialDraft {
  id: CallId;
  number: string;
  by: Person;
  at: number;
  ours: string;
  startedIn: ConversationId | null;
  queueId: QueueId;
}

export function bornOut(line: Line, { id, number, by, at, ours, startedIn, queueId }: DialDraft): Call {
  const call = draft(line, {
    ...{ id, direction: 'out', by: 'phone', to: number, fromText: number, queueId, startedAt: at },
    stage: { kind: 'dialling' },
  });
  const told = say(call, at, { what: 'began', direction: 'out', by: 'phone', number, ours, byName: by.name });
  return { ...told, from: { kind: 'phone', value: number }, startedIn, dialledBy: by };
}

export function bornBack(
  line: Line,
  asked: Call & { callbackId: CallId; conversationId: ConversationId; identityId: IdentityId },
  at: number,
  ours: string,
  again?: { attempt: number; notBefore: number },
): Call {
  const number = asked.from?.value ?? asked.fromText;
  const call = draft(line, {
    ...{ id: asked.callbackId, direction: 'out', by: 'phone', to: number, fromText: number, queueId: asked.queueId },
    ...{ startedAt: at, stage: { kind: 'callback' } },
  });
  const told = say(call, at, { what: 'began', direction: 'out', by: 'phone', number, ours });
  const { from, conversationId, identityId, customerName, workItemId, id: callbackOf } = asked;
  return { ...told, from, conversationId, identityId, customerName, workItemId, callbackOf, ...again };
}
