/** What happened, in words. */
import type { TFunction } from 'i18next';
import type { ConversationEvent } from '../../../../shared/model/entry.ts';
import type { Times } from '../../i18n/times.ts';
import { describeCall } from './describe-call.ts';

export function describeEvent(event: ConversationEvent, t: TFunction, times: Times, me: string | undefined): string {
  const by = ({ byId, byName }: { byId: string; byName: string }): string => (byId === me ? t('common.you') : byName);
  switch (event.type) {
    case 'opened':
      return t(event.linkedFrom ? 'event.linked' : 'event.opened');
    case 'form-answered':
      return t('event.formAnswered');
    case 'message-left':
      // A caller leaves one by speaking, with nothing to answer to but the number.
      return event.email ? t('event.messageLeft', { email: event.email }) : t('call.ending.voicemail');
    case 'address-proven':
      return t('event.addressProven', { email: event.email });
    case 'returned':
      return t('event.returned', { address: event.recipient });
    case 'opted-out':
      return t(event.by === 'customer' ? 'event.optedOut' : 'event.optedOutProvider');
    case 'opted-in':
      return t('event.optedIn');
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
    case 'transferred':
      return t('event.transferred', { name: by(event), to: event.to.name }) + (event.note ? `: “${event.note}”` : '');
    case 'transfer-refused':
      return t(event.why === 'declined' ? 'event.transferDeclined' : 'event.transferMissed', { to: event.to.name });
    case 'transfer-recalled':
      return t('event.transferRecalled', { name: by(event), to: event.to.name });
    case 'given':
      return t('event.given', { name: by(event), to: event.agentId === me ? t('common.you') : event.agentName });
    case 'taken-over':
      return event.fromName === null
        ? t('event.taken', { name: event.agentName })
        : t('event.takenOver', { name: event.agentName, from: event.fromName });
    case 'asked-in':
      return t('event.askedIn', { name: by(event), to: event.agentId === me ? t('common.you') : event.agentName });
    case 'guest-left':
      return event.agentId === event.byId
        ? t('event.guestLeft', { name: event.agentId === me ? t('common.you') : event.agentName })
        : t('event.guestDismissed', { name: by(event), to: event.agentId === me ? t('common.you') : event.agentName });
    case 'snoozed':
      return t('event.snoozed', { name: by(event), time: times.full(event.until) });
    case 'woken':
      if (event.reason === 'agent') return t('event.wokenAgent', { name: event.byName ?? '' });
      return t(event.reason === 'due' ? 'event.wokenDue' : 'event.wokenCustomer');
    case 'tagged':
      return t('event.tagged', {
        name: by(event),
        tags: [...event.added.map((tag) => `+${tag}`), ...event.removed.map((tag) => `−${tag}`)].join(' '),
      });
    case 'prioritised':
      return t('event.prioritised', { name: by(event), priority: t(`priority.${event.priority}`) });
    case 'retargeted':
      return t('event.retargeted');
    case 'wrapped-up':
      return (
        t(event.outcome === null ? 'event.wrappedUp' : 'event.outcome', { outcome: event.outcome ?? '' }) +
        (event.note ? `: “${event.note}”` : '')
      );
    case 'hand-raised':
      return t('event.handRaised', { name: by(event) }) + (event.text ? `: “${event.text}”` : '');
    case 'hand-lowered':
      return t('event.handLowered', { name: by(event) });
    case 'number-placed':
      if (event.to === null) return t('event.numberOpen', { name: by(event) });
      return event.to === ''
        ? t('event.numberElse', { name: by(event) })
        : t('event.numberPlaced', { name: by(event), to: event.to });
    case 'note-edited':
      return t('event.noteEdited', { name: by(event) });
    case 'note-deleted':
      return t('event.noteDeleted', { name: by(event) });
    case 'call':
      return describeCall(event.told, t);
    case 'moved-out':
    case 'moved-in':
    case 'moved-back':
      return describeMove(event, t, me);
  }
}

type Move = Extract<ConversationEvent, { placementId: string }>;

function describeMove({ type, by, count, other: { number } }: Move, t: TFunction, me: string | undefined): string {
  const values = { count, number, name: by?.id === me ? t('common.you') : (by?.name ?? '') };
  switch (type) {
    case 'moved-out':
      return by ? t('event.movedOut', values) : t('event.joinedOut', values);
    case 'moved-in':
      return by ? t('event.movedIn', values) : t('event.joinedIn', values);
    case 'moved-back':
      return t('event.movedBack', values);
  }
}
