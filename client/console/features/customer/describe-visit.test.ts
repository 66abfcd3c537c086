import { describeLanguage, describePage } from './describe-visit.ts';

test('pages are shown without what only machines read', () => {
  expect(describePage('https://shop.example/cart?id=1#x')).toBe('shop.example/cart');
  expect(describePage('https://shop.example/')).toBe('shop.example');
  expect(describePage('not an address')).toBe('not an address');
});

test('languages have names', () => {
  expect(describeLanguage('it', 'en-GB')).toBe('Italian');
  expect(describeLanguage('!!', 'en-GB')).toBe('!!');
  expect(describeLanguage(undefined, 'en-GB')).toBeUndefined();
});
