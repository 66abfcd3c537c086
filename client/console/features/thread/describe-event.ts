/** What happened, in words. */
import type { TFunction } from 'i18next';
import type { ConversationEvent } from '../../../../shared/model/entry.ts';
import type { Times } from '../../i18n/times.ts';

export function describeEvent(event: ConversationEvent, t: TFunction, times: Times, me: string | undefined): string {
  switch (event.type) {
    case 'opened':
      return t(event.linkedFrom ? 'event.linked' : 'event.opened');
    case 'form-answered':
      return t('event.formAnswered');
    case 'message-left':
      return t('event.messageLeft', { email: event.email });
    case 'queued':
      return t('event.queued', { queue: event.queueName });
    case 'assigned':
      return event.agentId === me
        ? t('event.assignedYou', { time: times.span(event.waitedMs) })
        : t('event.assigned', { name: event.agentName, time: times.span(event.waitedMs) });
    case 'declined':
      return event.agentId === me ? t('event.declinedYou') : t('event.declined', { name: event.agentName });
    case 'missed':
      return event.agentId === me ? t('event.missedYou') : t('event.missed', { name: event.agentName });
    case 'requeued':
      return t(event.reason === 'owner-gone' ? 'event.ownerGone' : 'event.requeued');
    case 'closed':
      if (event.reason === 'abandoned') return t('event.abandoned');
      if (event.by === 'customer') return t('event.closedCustomer');
      return event.by === 'agent' && event.agentName
        ? t('event.closedAgent', { name: event.agentName })
        : t('event.closedSystem');
    case 'reopened':
      return t('event.reopened');
    case 'rated':
      return t('event.rated', { score: event.score }) + (event.comment ? `: “${event.comment}”` : '');
  }
}
