/** What a step means to somebody who may be looking elsewhere. */
import type { WorkNews } from './routing.ts';
import type { Work, WorkEvent } from './work.ts';

export function newsOf(before: Work, after: Work, event: WorkEvent): WorkNews[] {
  const step = { workItemId: after.id, conversationId: after.conversationId, version: after.version };
  const back = before.offer?.handover;
  const owner = after.state === 'active' ? after.ownerId : null;
  switch (event.type) {
    case 'hand-over': {
      const { byName, note } = event.offer.handover ?? { byName: '' };
      return [{ ...step, type: 'handed-over', to: event.offer.agentId, byName, ...(note ? { note } : {}) }];
    }
    case 'give':
      return event.to.id === event.by.id ? [] : [{ ...step, type: 'given', to: event.to.id, byName: event.by.name }];
    case 'lapse':
      return [
        ...(before.offer ? [{ ...step, type: 'offer-missed' as const, to: before.offer.agentId }] : []),
        ...(back && owner ? [{ ...step, type: 'handed-back' as const, to: owner, name: back.to.name }] : []),
      ];
    case 'recall': {
      const handed = before.history.findLast(({ what }) => what === 'hand-over');
      return back && before.offer && handed
        ? [{ ...step, version: handed.version, type: 'recalled', to: before.offer.agentId }]
        : [];
    }
    case 'decline':
    case 'withdraw':
      return back && owner ? [{ ...step, type: 'handed-back', to: owner, name: back.to.name }] : [];
    case 'wake':
      return event.reason === 'due' && owner ? [{ ...step, type: 'woken', to: owner }] : [];
    default:
      return [];
  }
}
