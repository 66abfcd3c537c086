/** The ring of seconds of an offer, on the server's clock. Pure. */
import type { Offer } from '../../../../shared/model/agent.ts';

export interface Ring {
  /** whole seconds left, rounded up, so that it ends at 0 and not before */
  seconds: number;
  /** what is left of the whole, 1 to 0 */
  share: number;
  isEnding: boolean;
}

export function readRing(offer: Pick<Offer, 'offeredAt' | 'expiresAt'>, now: number): Ring {
  const whole = Math.max(1, offer.expiresAt - offer.offeredAt);
  const left = Math.min(whole, Math.max(0, offer.expiresAt - now));
  return { seconds: Math.ceil(left / 1000), share: left / whole, isEnding: left <= 5_000 };
}
