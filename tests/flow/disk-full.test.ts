/** A full disk: sends are answered "not ready" and kept by the client; nothing is told that was not stored. */
import { askRaw } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
afterEach(() => stage.stop(), 30_000);

test('a message that cannot be stored is refused as not ready, and reading goes on', async () => {
  stage = await startStage({ storeBytes: 6 * 1024 * 1024 });
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Begin');
  let stored = 1;
  let refusal: unknown = null;
  for (let tries = 0; tries < 3_000 && refusal === null; tries += 1) {
    const answer = await askRaw(visitor.connection.socket, 'message:send', {
      conversationId: id,
      clientId: nextClientId(),
      text: 'x'.repeat(10_000),
    });
    if (answer.ok) stored += 1;
    else refusal = answer.error;
  }
  expect(refusal).toMatchObject({ code: 'not_ready' });
  const entries = await stage.parley.app.timeline.after(id, 'visitor', 0, 5_000);
  expect(entries.filter((entry) => entry.body.kind === 'message')).toHaveLength(stored);
  expect(visitor.thread(id).entries.filter((entry) => entry.body.kind === 'message')).toHaveLength(stored);
}, 40_000);
