import { readWidgetPage } from './page.ts';

test('the page’s block is read, and our own origin is always allowed', () => {
  const block = JSON.stringify({ inbox: { id: 'a' }, availability: null, origins: ['https://shop.example'] });
  const page = readWidgetPage(block, '/widget/01ABC', 'https://parley.example');
  expect(page.inboxId).toBe('01ABC');
  expect(page.origins).toEqual(['https://shop.example', 'https://parley.example']);
});

test('an archived inbox says that there is no chat, and whom to say it to', () => {
  const page = readWidgetPage('{"origins":["https://a.example"],"gone":true}', '/widget/01ABC', 'https://p.example');
  expect(page).toMatchObject({ isGone: true, inbox: null, origins: ['https://a.example', 'https://p.example'] });
});

test('without it nobody else may embed, and the picture comes with the first sync', () => {
  expect(readWidgetPage('__PARLEY_PAGE__', '/widget/01ABC', 'https://p.example')).toEqual({
    ...{ inboxId: '01ABC', inbox: null, availability: null, origins: ['https://p.example'] },
    isGone: false,
  });
});
