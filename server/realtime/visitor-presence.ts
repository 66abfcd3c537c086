/** Whether a visitor is there: the first of their sockets says so at once, the last one gone only after a grace. */
import type { ConversationId, IdentityId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';

export interface VisitorPresence {
  /** A socket of theirs came, or their conversation became known. */
  arrived(identityId: IdentityId, conversationId: ConversationId | null): void;
  left(identityId: IdentityId, room: string): void;
  stop(): void;
}

export interface VisitorPresenceDeps {
  graceMs: number;
  isHere(room: string): boolean;
  /** whether a room has a socket on any node */
  isAnywhere(room: string): Promise<boolean>;
  visitorSeen(identityId: IdentityId, isOnline: boolean): Promise<void>;
  tellThread(conversationId: ConversationId, online: boolean): void;
  log: Log;
}

interface Presence {
  isOnline: boolean;
  conversations: Set<ConversationId>;
  leaving: NodeJS.Timeout | null;
}

export function createVisitorPresence(deps: VisitorPresenceDeps): VisitorPresence {
  const known = new Map<IdentityId, Presence>();

  function told(presence: Presence, online: boolean): void {
    for (const id of presence.conversations) deps.tellThread(id, online);
  }

  function report(identityId: IdentityId, isOnline: boolean): void {
    deps.visitorSeen(identityId, isOnline).catch((error: unknown) => {
      deps.log.error({ err: error, identityId }, 'the presence of a visitor could not be told to routing');
    });
  }

  async function endGrace(identityId: IdentityId, room: string): Promise<void> {
    const isElsewhere = !deps.isHere(room) && (await deps.isAnywhere(room));
    const presence = known.get(identityId);
    // Whoever came back meanwhile has stopped the grace.
    if (!presence || presence.leaving === null) return;
    presence.leaving = null;
    if (deps.isHere(room)) return;
    if (isElsewhere) {
      known.delete(identityId);
      return;
    }
    known.delete(identityId);
    told(presence, false);
    report(identityId, false);
  }

  return {
    arrived(identityId, conversationId) {
      const presence = known.get(identityId) ?? { isOnline: false, conversations: new Set(), leaving: null };
      known.set(identityId, presence);
      if (presence.leaving) clearTimeout(presence.leaving);
      presence.leaving = null;
      if (conversationId !== null && !presence.conversations.has(conversationId)) {
        presence.conversations.add(conversationId);
        deps.tellThread(conversationId, true);
      }
      if (presence.isOnline) return;
      presence.isOnline = true;
      report(identityId, true);
    },
    left(identityId, room) {
      const presence = known.get(identityId);
      if (!presence || presence.leaving) return;
      presence.leaving = setTimeout(() => void endGrace(identityId, room), deps.graceMs);
      presence.leaving.unref();
    },
    stop() {
      for (const { leaving } of known.values()) if (leaving) clearTimeout(leaving);
      known.clear();
    },
  };
}
