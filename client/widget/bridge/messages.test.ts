import { readAppMessage, readHostMessage, wrap } from './messages.ts';
import { isFromApp, isFromHost } from './trust.ts';

const page = { url: 'https://shop.example/', title: 'Shop', referrer: '' };

test('what one end sends the other reads', () => {
  const hello = {
    type: 'hello',
    language: 'en',
    page,
    identity: { jwt: 'x.y.z' },
    isOpen: true,
    isFull: false,
  } as const;
  expect(readHostMessage(wrap(hello))).toEqual(hello);
  const ready = { type: 'ready', accent: '#112233', textOnAccent: '#ffffff', position: 'left', name: 'Shop' } as const;
  expect(readAppMessage(wrap(ready))).toEqual(ready);
  expect(readAppMessage(wrap({ type: 'gone' }))).toEqual({ type: 'gone' });
  const spoken = { type: 'spoken', language: 'zh-CN' } as const;
  expect(readAppMessage(wrap(spoken))).toEqual(spoken);
});

test.each([
  null,
  'hello',
  {},
  { parley: 2, message: { type: 'close' } },
  { parley: 1 },
  { parley: 1, message: 'close' },
  { parley: 1, message: { type: 'constructor' } },
])('%j is nothing', (data) => {
  expect(readHostMessage(data)).toBeNull();
  expect(readAppMessage(data)).toBeNull();
});

test('fields of the wrong kind or length are not passed on', () => {
  const long = 'x'.repeat(9_000);
  const read = readHostMessage(
    wrap({ type: 'hello', language: 7, page: { url: long, title: {} }, identity: { id: 'a' } }),
  );
  expect(read).toEqual({
    type: 'hello',
    language: '',
    page: { url: 'x'.repeat(2_000), title: '', referrer: '' },
    identity: null,
    isOpen: false,
    isFull: false,
  });
  expect(readAppMessage(wrap({ type: 'ready', accent: 'red;}', textOnAccent: '#ffffff' }))).toBeNull();
});

test('the loader believes its own frame at our origin only', () => {
  const frame = {};
  expect(isFromApp({ source: frame, origin: 'https://parley.example' }, frame, 'https://parley.example')).toBe(true);
  expect(isFromApp({ source: {}, origin: 'https://parley.example' }, frame, 'https://parley.example')).toBe(false);
  expect(isFromApp({ source: frame, origin: 'https://evil.example' }, frame, 'https://parley.example')).toBe(false);
  expect(isFromApp({ source: null, origin: 'https://parley.example' }, null, 'https://parley.example')).toBe(false);
});

test('the app believes an allowed parent, and from then on only that very origin', () => {
  const parent = {};
  const allowed = ['https://shop.example', 'https://parley.example'];
  const from = (origin: string, fixed: string | null, source: object = parent) =>
    isFromHost({ source, origin }, parent, allowed, fixed);
  expect(from('https://shop.example', null)).toBe(true);
  expect(from('https://shop.example.evil.example', null)).toBe(false);
  expect(from('http://shop.example', null)).toBe(false);
  expect(from('null', null)).toBe(false);
  expect(from('https://parley.example', 'https://shop.example')).toBe(false);
  expect(from('https://shop.example', 'https://shop.example', {})).toBe(false);
});
