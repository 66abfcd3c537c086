/** The cookie that carries a session: read by HTTP and by the console's socket alike. */
export const sessionCookie = 'parley_session';

/** The session's token in a Cookie header, if there is one. */
export function readSessionCookie(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === sessionCookie) return value.join('=');
  }
  return undefined;
}
