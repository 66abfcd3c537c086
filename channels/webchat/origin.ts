/** Which websites may talk to an inbox. It keeps other sites from using their visitors' browsers; it is no authentication. */
import type { Inbox } from '../../shared/model/inbox.ts';
import { parseUrl } from '../../shared/parse-url.ts';
import { parseSettings } from './webchat-settings.ts';

/** A missing origin is refused here: whether the browser vouched otherwise (Sec-Fetch-Site) is known where the request is. */
export function allowsOrigin(inbox: Inbox, origin: string | null, own: string): boolean {
  if (origin === null) return false;
  const asked = normalise(origin);
  if (asked === null) return false;
  if (asked === normalise(own)) return true;
  return parseSettings(inbox.settings).allowedOrigins.some((allowed) => normalise(allowed) === asked);
}

/** Scheme, host and port; null for what is none, such as the `null` of a sandboxed frame. */
function normalise(origin: string): string | null {
  const url = parseUrl(origin);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin : null;
}
