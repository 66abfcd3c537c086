/** Behind a proxy that lets no WebSocket through: console and widget go on by plain requests, both ways. */
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';
import { findFrame, openWidget, startChat, write } from './support/widget-stage.ts';

jest.setTimeout(120_000);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage();
  // As such proxies do it: the request to upgrade gets no answer but a closed line.
  stage.parley.app.http.prependListener('upgrade', (_request, socket) => socket.destroy());
});
afterEach(() => stage.clear());
afterAll(() => stage.stop());

test('a customer and an agent talk without a WebSocket', async () => {
  const desk = await stage.enter(await stage.context(), 'maya');
  await desk.getByRole('button', { name: 'Go Ready' }).click();
  await desk.getByRole('button', { name: /^Your presence.*Ready/ }).waitFor();

  const inbox = await stage.parley.app.store.directory.inbox(stage.company.north.inboxId);
  if (!inbox) throw new Error('there is no inbox');
  const { origin: siteOrigin } = new URL(deskOrigin);
  await stage.parley.app.store.directory.saveInbox({
    ...inbox,
    settings: { ...inbox.settings, allowedOrigins: [siteOrigin] },
  });
  const site = await (await stage.context({ viewport: { width: 1280, height: 800 } })).newPage();
  const snippet = `<script>window.parley=window.parley||function(){(parley.q=parley.q||[]).push(arguments)};parley('boot',${JSON.stringify({ inbox: inbox.id, language: 'en' })})</script><script async src="${deskOrigin}/widget.js"></script>`;
  await site.route(`${deskOrigin}/site`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Site</title><h1>Site</h1>${snippet}</html>`,
    }),
  );
  await site.goto(`${deskOrigin}/site`);
  await site.waitForFunction(() => document.querySelector('script[src$="widget.js"]') !== null);
  const frame = await openWidget(site).catch(() => findFrame(site));
  await startChat(frame, 'Can you hear me?');

  await desk.getByRole('button', { name: /^Accept/ }).click();
  await desk.getByRole('log').getByText('Can you hear me?').waitFor();
  const box = desk.getByRole('textbox', { name: /^Reply to/ });
  await box.fill('Loud and clear');
  await box.press('Enter');
  await frame.getByText('Loud and clear').waitFor();
  await write(frame, 'Good');
  await desk.getByRole('log').getByText('Good', { exact: true }).waitFor();
});
