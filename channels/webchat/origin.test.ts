/** Which websites may talk to an inbox. */
import type { Inbox } from '../../shared/model/inbox.ts';
import { allowsOrigin } from './origin.ts';

const inbox = {
  settings: {
    siteName: 'Northlight',
    greeting: '',
    accent: '#123456',
    position: 'right',
    allowedOrigins: ['https://shop.example', 'http://localhost:8080/'],
    form: [],
    identityRequired: false,
    typingPreview: false,
    privacyUrl: '',
  },
} as unknown as Inbox;
const OWN = 'https://parley.example';

it.each([
  ['https://shop.example', true],
  ['https://SHOP.example:443', true],
  ['http://localhost:8080', true],
  ['https://parley.example', true],
  ['http://shop.example', false],
  ['https://shop.example:8443', false],
  ['https://shop.example.evil.test', false],
  ['https://evil.test', false],
  ['null', false],
  ['', false],
  ['file://', false],
  [null, false],
])('answers %s with %s', (origin, expected) => {
  expect(allowsOrigin(inbox, origin, OWN)).toBe(expected);
});
