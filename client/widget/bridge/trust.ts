/** Whom each end of the bridge listens to: the one window it belongs to, and an exact origin. */

/** The part of a MessageEvent that says where it comes from. */
export interface Sender {
  source: unknown;
  origin: string;
}

/** The loader believes only its own frame, and only while Parley's page is in it. */
export function isFromApp(sender: Sender, frame: unknown, own: string): boolean {
  return frame !== null && frame !== undefined && sender.source === frame && sender.origin === own;
}

/**
 * The app believes only its parent window. The first message fixes the parent's origin, which must be one that the
 * inbox allows; from then on it must stay the very same.
 */
export function isFromHost(sender: Sender, parent: unknown, allowed: readonly string[], fixed: string | null): boolean {
  if (sender.source !== parent || sender.origin === 'null' || sender.origin === '') return false;
  return fixed === null ? allowed.includes(sender.origin) : sender.origin === fixed;
}
