/** The visitor's session: a random token that the server gave, kept in the frame's own storage and dropped on logout. */
import type { WidgetSession, widgetSessionSchema } from '../../../../shared/api.ts';
import type { Result, WireError } from '../../../../shared/errors.ts';
import type { HostIdentity } from '../../bridge/messages.ts';
import type { KeyStore } from './storage.ts';

type SessionRequest = (typeof widgetSessionSchema)['_input'];

export interface Sessions {
  token(): string | null;
  /** null when no answer came */
  begin(identity: HostIdentity | null): Promise<Result<WidgetSession> | null>;
  drop(): void;
  /** tells the server that this visit is over, and forgets it here whatever it says */
  end(): Promise<void>;
}

export const tokenKey = (inboxId: string): string => `parley:${inboxId}:token`;

export function createSessions(inboxId: string, store: KeyStore): Sessions {
  const key = tokenKey(inboxId);
  const path = `/api/widget/${inboxId}/session`;
  return {
    token: () => store.get(key),
    drop: () => store.remove(key),
    async begin(identity) {
      const result = await post(path, describe(store.get(key), identity));
      if (result?.ok) store.set(key, result.value.token);
      return result;
    },
    async end() {
      const token = store.get(key);
      store.remove(key);
      if (!token) return;
      const headers = { authorization: `Bearer ${token}` };
      await fetch(path, { method: 'DELETE', headers, keepalive: true }).catch(() => undefined);
    },
  };
}

function describe(token: string | null, identity: HostIdentity | null): SessionRequest {
  const request: SessionRequest = token ? { token } : {};
  if (!identity) return request;
  return 'jwt' in identity ? { ...request, identity: identity.jwt } : { ...request, user: identity };
}

async function post(path: string, body: SessionRequest): Promise<Result<WidgetSession> | null> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, value: answer as WidgetSession };
    return { ok: false, error: (answer as { error: WireError }).error };
  } catch {
    return null;
  }
}
