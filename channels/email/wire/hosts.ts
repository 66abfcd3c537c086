/**
 * Where an account may connect to. Hosts are typed by admins, so this is no wall against an attacker but against an accident: a name that
 * leads inside is refused unless that is wanted, and the address that was checked is the one that is connected to.
 */
import { lookup as lookupName } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

export type Lookup = (host: string) => Promise<string[]>;

export interface ResolvedHost {
  /** what to connect to */
  address: string;
  isLoopback: boolean;
}

/** Why a host is not connected to; `code` is for people to read, translated. */
export class HostError extends Error {
  readonly code: 'unknown-host' | 'host-not-allowed';

  constructor(code: HostError['code'], host: string) {
    super(code === 'unknown-host' ? `There is no host ${host}.` : `${host} leads to this machine or its own network.`);
    this.name = 'HostError';
    this.code = code;
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const inside = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(net, prefix);
}
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inside.addSubnet(net, prefix, 'ipv6');
}

/** @throws HostError */
export async function resolveHost(
  host: string,
  { allowPrivate, lookup = lookupAll }: { allowPrivate: boolean; lookup?: Lookup },
): Promise<ResolvedHost> {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const addresses = isIP(bare) ? [bare] : await lookup(bare).catch(() => []);
  const address = addresses[0];
  if (!address) throw new HostError('unknown-host', host);
  // One address inside is enough: which of them a later connection gets is chance.
  if (!allowPrivate && addresses.some((one) => isWithin(inside, one))) throw new HostError('host-not-allowed', host);
  return { address, isLoopback: isWithin(loopback, address) };
}

function isWithin(list: BlockList, address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ? list.check(mapped) : list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** IPv4 first: many a server has an IPv6 address on paper only. */
async function lookupAll(host: string): Promise<string[]> {
  const found = await lookupName(host, { all: true, order: 'ipv4first' });
  return found.map(({ address }) => address);
}
