/** Socket events of calls that visitors make from a website; events.ts takes them in. */
import { z } from 'zod';
import type { ThreadSnapshot } from './apply.ts';
import type { VisitorCall } from './model/call.ts';
import type { VisitorConversation } from './model/conversation.ts';
import type { VisitorEntry } from './model/entry.ts';
import { type CallId, idSchema } from './model/ids.ts';

const callId = idSchema<CallId>();
/** a whole description: nothing trickles */
const sdp = z.string().min(1).max(64_000);

export const visitorCallRequests = {
  /** whether a call may begin now, and how the browser finds its way */
  'call:prepare': z.object({}),
  /** in the visitor's open conversation; where there is none it begins one */
  'call:start': z.object({ sdp }),
  /** the same call again: another network, or a connection that was lost */
  'call:connect': z.object({ callId, sdp }),
  'call:read': z.object({ callId }),
  'call:end': z.object({ callId }),
} as const;

export interface VisitorCallAnswers {
  'call:prepare': { iceServers: { urls: string[]; username?: string; credential?: string }[] };
  'call:start': { call: VisitorCall; sdp: string; thread: ThreadSnapshot<VisitorEntry, VisitorConversation> | null };
  'call:connect': { sdp: string } | { gone: true };
  'call:read': { call: VisitorCall };
  'call:end': null;
}

export interface VisitorCallFacts {
  /** whole each time */
  'call:changed': (fact: { call: VisitorCall }) => void;
}
