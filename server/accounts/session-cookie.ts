/** The cookie that carries a session: read by HTTP and by the console's socket alike. */

/**
 * Its name. Where there is https the prefix makes browsers refuse one that a sibling site or a plain connection planted
 * (RFC 6265bis §4.1.3.2), so nobody is signed in as somebody else without knowing.
 */
export const sessionCookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-parley_session' : 'parley_session';

/** The session's token in a Cookie header, if there is one. */
export function readSessionCookie(header: string | undefined, publicUrl: string): string | undefined {
  const wanted = sessionCookieName(publicUrl);
  for (const part of (header ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === wanted) return value.join('=');
  }
  return undefined;
}
