/** The mail of the played day: it comes, somebody takes it, it goes to and fro, and some of it is still owed an answer at the end. */
import type { Disposition, Tag } from '../../../shared/model/catalogue.ts';
import type { InboxId } from '../../../shared/model/ids.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { App } from '../../app.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Chance } from '../chance.ts';
import { demoCustomers } from '../customers.ts';
import { type DemoLetter, demoLetters } from '../letters.ts';
import { northlightMailbox } from '../workspace.ts';
import type { DemoAgents } from './agents.ts';
import type { Tasks } from './tasks.ts';

export interface MailDeps {
  app: Pick<App, 'work' | 'ingest' | 'timeline' | 'outbound'>;
  agents: Pick<DemoAgents, 'look'>;
  inboxId: InboxId;
  viewers: readonly UserViewer[];
  tags: readonly Tag[];
  dispositions: readonly Disposition[];
  tasks: Tasks;
  chance: Chance;
}

const MINUTE = 60_000;

/** Plans all of it; `end`: when the day is over. */
export function playMail(deps: MailDeps, end: number): void {
  for (const [index, letter] of demoLetters.entries()) playLetter(deps, letter, `letter-${index}`, end);
}

function playLetter(deps: MailDeps, letter: DemoLetter, name: string, end: number): void {
  const { app, tasks, chance, inboxId } = deps;
  const owner = deps.viewers.find(({ email }) => email === letter.owner);
  const email = demoCustomers.find((one) => one.name === letter.from)?.email;
  if (!email) throw new Error(`Nobody of the demo is called ${letter.from}.`);
  const from = { name: letter.from, address: email };
  const to = { name: northlightMailbox.displayName, address: northlightMailbox.address };
  let id: Conversation['id'] | null = null;

  async function read(): Promise<Conversation> {
    const found = id && (await app.timeline.find(id));
    if (!found) throw new Error('A letter of the history is gone.');
    return found;
  }

  async function arrive(text: string, part: number, at: number): Promise<void> {
    const isFirst = part === 0;
    const { conversationId } = await app.ingest.ingest({
      ...{ type: 'message', inboxId, key: `${name}-${part}`, identity: { kind: 'email', value: email ?? '' }, at },
      ...{ conversationId: null, text, files: [], form: [], context: {}, claimed: { name: letter.from }, left: false },
      letter: {
        letter: {
          ...{ subject: isFirst ? letter.subject : `Re: ${letter.subject}`, from, to: [to], cc: [] },
          ...{ html: null, source: null, received: { verdict: 'pass', automatic: null, warnings: [] } },
        },
        externalId: `${name}-${part}@customer.example`,
        digest: `${name}-${part}`,
        thread: { ours: id === null ? [] : [id], ourLetters: [], answers: [], number: null, named: null, alike: [] },
        ...{ sender: 'proven', automatic: false, mayAnswer: false, size: text.length, headers: new Map() },
      },
    });
    id = conversationId;
    // What is offered to whoever is there is looked at within the minute.
    if (!owner) for (let after = 5; after <= 60; after += 5) tasks.after(after * 1_000, deps.agents.look);
    if (!isFirst || !owner) return;
    await app.work.take(owner, await read());
    const tag = deps.tags.find((one) => one.name === letter.tag);
    if (tag) await app.work.tag(owner, await read(), [tag.id], []);
  }

  async function write(line: string, part: number): Promise<void> {
    if (!owner) return;
    const { id: conversationId } = await read();
    const agent = { id: owner.userId, name: owner.name };
    const message = { conversationId, agent, clientId: `${name}-${part}`, text: line.slice(1), files: [] };
    await app.timeline.mark(conversationId, 'teamRead', Number.MAX_SAFE_INTEGER);
    if (line.startsWith('#')) await app.outbound.note(message);
    else await app.outbound.reply(message);
    // Nobody waits at the screen for what may take until tomorrow.
    if (letter.isSlow) await app.work.snooze(owner, await read(), end + 48 * 60 * MINUTE);
  }

  async function finish(): Promise<void> {
    if (!owner) return;
    const disposition = deps.dispositions.find((one) => one.name === letter.disposition);
    if (!disposition) return;
    await app.work.close(owner, await read(), { dispositionId: disposition.id });
    if ((await read()).work?.state === 'wrap-up') {
      await app.work.wrapUp(owner, await read(), { dispositionId: disposition.id });
    }
  }

  for (const [part, [before, line]] of letter.lines.entries()) {
    const at = end - before * MINUTE + chance.between(0, 50) * 1_000;
    const isOurs = line.startsWith('>') || line.startsWith('#');
    const isLast = part === letter.lines.length - 1;
    tasks.at(at, async () => {
      await (isOurs ? write(line, part) : arrive(line, part, at));
      if (isLast) await finish();
    });
  }
}
