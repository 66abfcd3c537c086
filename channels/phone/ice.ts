/** How peers behind address translation find each other: STUN servers as they are, and TURN with credentials made for one call (coturn's `use-auth-secret`). */
import { createHmac } from 'node:crypto';
import type { IceServer } from './media/peer.ts';

export interface IceConfig {
  /** @example ["stun:stun.example.com:3478"] */
  stun: string[];
  /** null: none, which is enough where both sides reach each other */
  turn: { urls: string[]; secret: string } | null;
}

/** coturn asks again at every refresh, so the longest call has to fit. */
const LASTS_S = 12 * 3_600;

/** `whose` is seen in the TURN server's log: an id, never a name. */
export function iceServersFor({ stun, turn }: IceConfig, whose: string, now: number): IceServer[] {
  const servers: IceServer[] = stun.length === 0 ? [] : [{ urls: stun }];
  if (turn === null) return servers;
  const username = `${Math.floor(now / 1_000) + LASTS_S}:${whose}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [...servers, { urls: turn.urls, username, credential }];
}
