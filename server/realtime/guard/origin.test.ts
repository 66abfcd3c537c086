/** Where a handshake comes from: page and address. */
import type { IncomingMessage } from 'node:http';
import { addressOf, originOf } from './origin.ts';

const own = 'https://desk.example';
const request = (headers: Record<string, string>, remoteAddress = '10.0.0.9') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

test.each([
  [{ origin: 'https://shop.example' }, 'https://shop.example'],
  [{ origin: 'https://shop.example', 'sec-fetch-site': 'same-origin' }, 'https://shop.example'],
  [{ 'sec-fetch-site': 'same-origin' }, own],
  [{ 'sec-fetch-site': 'same-site' }, null],
  [{}, null],
])('%j comes from %s', (headers, origin) => {
  expect(originOf(request(headers), own)).toBe(origin);
});

test.each([
  [0, '1.1.1.1, 2.2.2.2', '10.0.0.9'],
  [1, '1.1.1.1, 2.2.2.2', '2.2.2.2'],
  [2, '1.1.1.1, 2.2.2.2', '1.1.1.1'],
  [3, '1.1.1.1, 2.2.2.2', '1.1.1.1'],
  [1, '', '10.0.0.9'],
])('behind %i proxies, %j is %s', (proxies, forwarded, address) => {
  expect(addressOf(request({ 'x-forwarded-for': forwarded }), proxies)).toBe(address);
});

test('an IPv6 address counts as its /64, an IPv4 one in IPv6 clothes as itself', () => {
  expect(addressOf(request({}, '2001:db8:1:2:3:4:5:6'), 0)).toBe(addressOf(request({}, '2001:db8:1:2::9'), 0));
  expect(addressOf(request({}, '2001:db8:1:3::9'), 0)).not.toBe(addressOf(request({}, '2001:db8:1:2::9'), 0));
  expect(addressOf(request({}, '::ffff:10.1.2.3'), 0)).toBe('10.1.2.3');
});
