/** STUN and TURN servers at which the two sides of a call find each other, as an admin sees and writes them. */
import { z } from 'zod';

const address = (scheme: RegExp, example: string) => z.string().max(200).regex(scheme, `an address such as ${example}`);

/** `secret`: missing or empty keeps the one that is known. */
export const callServersSchema = z.object({
  stun: z.array(address(/^stuns?:[^\s,]+$/, 'stun:stun.example.com:3478')).max(8),
  turn: z.array(address(/^turns?:[^\s,]+$/, 'turn:turn.example.com:3478?transport=udp')).max(8),
  secret: z.string().max(400).optional(),
});
export type GivenCallServers = z.infer<typeof callServersSchema>;

export interface CallServerList {
  stun: string[];
  turn: string[];
  hasSecret: boolean;
}

export interface CallServers extends CallServerList {
  /** false: as the environment of the server names them */
  isOwn: boolean;
  /** what holds while nothing is written here */
  usual: CallServerList;
}
