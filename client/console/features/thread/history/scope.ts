/** How much of a customer is read, as it was chosen last on this page. */
export type Scope = 'thread' | 'history';

const key = 'parley.scope';

export function readScope(): Scope {
  try {
    return sessionStorage.getItem(key) === 'history' ? 'history' : 'thread';
  } catch {
    return 'thread';
  }
}

export function keepScope(scope: Scope): void {
  try {
    sessionStorage.setItem(key, scope);
  } catch {
    // A browser that refuses to keep anything begins with the conversation alone.
  }
}
