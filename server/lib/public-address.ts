/** Which network addresses belong to the public internet, by IANA's registries of special ones (RFC 6890 and what followed). */
import { BlockList, isIP } from 'node:net';

const special = new BlockList();
for (const [net, prefix] of [
  ...[['0.0.0.0', 8] as const, ['10.0.0.0', 8] as const, ['100.64.0.0', 10] as const, ['127.0.0.0', 8] as const],
  ...[
    ['169.254.0.0', 16] as const,
    ['172.16.0.0', 12] as const,
    ['192.0.0.0', 24] as const,
    ['192.0.2.0', 24] as const,
  ],
  ...[['192.88.99.0', 24] as const, ['192.168.0.0', 16] as const, ['198.18.0.0', 15] as const],
  ...[['198.51.100.0', 24] as const, ['203.0.113.0', 24] as const, ['224.0.0.0', 3] as const],
]) {
  special.addSubnet(net, prefix, 'ipv4');
}

/** All that is given out so far; loopback, link-local, unique local, multicast, mapped and translated ones lie outside. */
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
/** Within it: protocols' own and tunnels, which carry an IPv4 address to wherever that leads; documentation. */
for (const [net, prefix] of [
  ...[['2001::', 23] as const, ['2001:db8::', 32] as const, ['2002::', 16] as const, ['3fff::', 20] as const],
]) {
  special.addSubnet(net, prefix, 'ipv6');
}

/** False also for what is no address at all. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  if (version !== 6 || address.includes('%')) return false;
  return global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
