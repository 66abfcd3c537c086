/** Where a request comes from. */
import { isIPv6 } from 'node:net';
import type { Request } from 'express';
import type { Caller } from '../accounts/audit.ts';

export function callerOf(request: Request): Caller {
  return { address: addressKey(request), userAgent: (request.get('user-agent') ?? '').slice(0, 300) };
}

/** One household or machine: an IPv4 address, or the /64 of an IPv6 one, because whoever has one has all of it. */
export function addressKey(request: Request): string {
  const address = (request.ip ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
