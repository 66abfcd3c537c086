/** The cookies of the console: one carries a session, read by HTTP and by the socket alike; one says which device it is. */

/**
 * Its name. Where there is https the prefix makes browsers refuse one that a sibling site or a plain connection planted
 * (RFC 6265bis §4.1.3.2), so nobody is signed in as somebody else without knowing.
 */
export const sessionCookieName = (publicUrl: string): string => `${prefixOf(publicUrl)}parley_session`;
/** The name of the one by which a device is known again, long after its session. */
export const deviceCookieName = (publicUrl: string): string => `${prefixOf(publicUrl)}parley_device`;

const prefixOf = (publicUrl: string): string => (publicUrl.startsWith('https:') ? '__Host-' : '');

/** The session's token in a Cookie header, if there is one. */
export const readSessionCookie = (header: string | undefined, publicUrl: string): string | undefined =>
  readCookie(header, sessionCookieName(publicUrl));

export const readDeviceCookie = (header: string | undefined, publicUrl: string): string | undefined =>
  readCookie(header, deviceCookieName(publicUrl));

function readCookie(header: string | undefined, wanted: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === wanted) return value.join('=');
  }
  return undefined;
}
