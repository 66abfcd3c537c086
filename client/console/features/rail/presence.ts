/** What an agent's presence looks like: Busy is being available without room; Away has a reason and perhaps a limit. Pure. */
import type { TFunction } from 'i18next';
import type { AgentSelf, Presence } from '../../../../shared/model/agent.ts';

export type ShownPresence = 'available' | 'busy' | 'away' | 'offline';

export function readPresence(me: AgentSelf): ShownPresence {
  if (me.presence.state !== 'available') return me.presence.state;
  return me.used >= me.capacity ? 'busy' : 'available';
}

/** "Ready", "Lunch"; that it is for a missed offer says the banner */
export function namePresence(t: TFunction, me: AgentSelf): string {
  const { state, reason } = me.presence;
  if (state !== 'away' || !reason) return t(`presence.${readPresence(me)}`);
  return wasMissed(me.presence) ? t('presence.away') : reason;
}

/** ms past what the reason allows; null within it, or without a limit */
export function readOver({ state, until }: Presence, now: number): number | null {
  return state === 'away' && until !== undefined && now > until ? now - until : null;
}

/** Set away because an offer was left to lapse. */
export const wasMissed = ({ state, reason, reasonId }: Presence): boolean =>
  state === 'away' && reason === 'missed' && reasonId === undefined;
