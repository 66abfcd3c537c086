/** Which entries each audience may see. Notes and the workings of the queue are for agents only. */
import type { AgentEntryBody, ConversationEvent, VisitorCallTold, VisitorEvent } from '../../shared/model/entry.ts';
import type { Audience } from './model.ts';

/** Told to a visitor in words of their own: somebody else is with them now. */
type SaidOtherwise = 'given' | 'taken-over';
/** Only what both sides lived through. */
type Partly = 'call';

/** The events that a visitor is told of; the type keeps this list and the visitor's union the same. */
const visitorEvents: Record<Exclude<VisitorEvent['type'], Partly> | SaidOtherwise, true> = {
  assigned: true,
  given: true,
  'taken-over': true,
  closed: true,
  reopened: true,
  'message-left': true,
  'address-proven': true,
  rated: true,
};
export const visitorEventTypes = Object.keys(visitorEvents) as (keyof typeof visitorEvents)[];
const visitorCalls: Record<VisitorCallTold['what'], true> = { began: true, answered: true, ended: true };
export const visitorCallParts = Object.keys(visitorCalls) as VisitorCallTold['what'][];

function isVisitorEvent(event: ConversationEvent): boolean {
  return event.type === 'call'
    ? Object.hasOwn(visitorCalls, event.told.what)
    : Object.hasOwn(visitorEvents, event.type);
}

export function isVisible(body: AgentEntryBody, audience: Audience): boolean {
  if (audience === 'agent') return true;
  switch (body.kind) {
    // Mail may come from whoever knows an address; only the customer's own goes on where they have begun.
    case 'message':
      return body.letter?.received === undefined || body.letter.received.own === true;
    case 'note':
      return false;
    case 'event':
      return isVisitorEvent(body.event);
  }
}
