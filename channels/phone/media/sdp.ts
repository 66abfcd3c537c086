/** What we change in a description before it leaves. */

/**
 * Keys are told by the signalling: a peer that sees no `telephone-event` cannot send them as RTP, where we would not see them. Comfort noise
 * and the codecs of long ago go too, so that an offer is short.
 */
export function withoutKeys(sdp: string): string {
  const dropped = new Set(
    [...sdp.matchAll(/^a=rtpmap:(\d+) (?:telephone-event|CN|ISAC|ILBC)\//gim)].map(([, type]) => type),
  );
  return sdp
    .split('\r\n')
    .filter((line) => !dropped.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1]))
    .map((line) =>
      line.startsWith('m=audio ')
        ? line
            .split(' ')
            .filter((word, at) => at < 3 || !dropped.has(word))
            .join(' ')
        : line,
    )
    .join('\r\n');
}

/** Two descriptions of one and the same peer, before and after an ICE restart for instance, share their certificate and session. */
export function isSamePeer(a: string, b: string): boolean {
  const print = (sdp: string): string | undefined => /^a=fingerprint:(.+)$/m.exec(sdp)?.[1]?.trim().toLowerCase();
  const session = (sdp: string): string | undefined => /^o=\S+ (\S+)/m.exec(sdp)?.[1];
  return print(a) !== undefined && print(a) === print(b) && session(a) === session(b);
}
