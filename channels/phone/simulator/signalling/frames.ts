/** The frames of the browser SDK's signalling (PStream 1.6): JSON with a type and a payload, and a bare newline as a heartbeat. */

export interface Frame {
  type: string;
  payload: Record<string, unknown>;
}

export const HEARTBEAT = '\n';
const VERSION = '1.6';

export function readFrame(text: string): Frame | null {
  try {
    const { type, payload } = JSON.parse(text) as { type?: unknown; payload?: unknown };
    if (typeof type !== 'string') return null;
    return { type, payload: typeof payload === 'object' && payload !== null ? (payload as Frame['payload']) : {} };
  } catch {
    return null;
  }
}

export const writeFrame = (type: string, payload: object): string =>
  JSON.stringify({ type, payload, version: VERSION });

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * What is heard as part of a stream, which the SDK takes it from.
 * Without telephone-event the SDK sends keys as frames, which need no listening to.
 */
export const forSdk = (sdp: string): string =>
  withoutTelephoneEvents(sdp).replace(/^(a=(?:ssrc:\d+ )?msid:)- /gm, '$1call ');

function withoutTelephoneEvents(sdp: string): string {
  const types = [...sdp.matchAll(/^a=rtpmap:(\d+) telephone-event\/\d+\r?$/gm)].map(([, type]) => type);
  if (types.length === 0) return sdp;
  const isAbout = (line: string) => types.some((type) => new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):${type} `).test(line));
  return sdp
    .split('\r\n')
    .filter((line) => !isAbout(line))
    .map((line) =>
      line.startsWith('m=audio')
        ? line
            .split(' ')
            .filter((part, index) => index < 3 || !types.includes(part))
            .join(' ')
        : line,
    )
    .join('\r\n');
}
