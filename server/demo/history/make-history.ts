/**
 * Lives through the demo company's last day by the server's own verbs and a clock of its own, before the server opens: what a newcomer finds is
 * what Parley would have stored, numbers included. Dying halfway leaves half a day, which is a day too.
 */
import type { App } from '../../app.ts';
import { drawFrom } from '../chance.ts';
import type { DemoFile } from '../demo-file.ts';
import { demoPeople } from '../people.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { createDemoAgents } from './agents.ts';
import { playMail } from './mail.ts';
import { DAY, planShifts, planVisits } from './plan.ts';
import { createTasks } from './tasks.ts';
import { playVisit } from './visit.ts';

const SEED = 20_260_601;
const STEP = 30 * 60_000;

/** The clock stands at the beginning of the day and is moved to its end. `progress`: from 0 to 1. */
export async function makeHistory(
  app: App,
  file: DemoFile,
  time: VirtualTime,
  progress: (done: number) => void,
): Promise<void> {
  if (!file.trade) return;
  const { clock } = time;
  const end = clock.now() + DAY;
  const tasks = createTasks(time);
  const chance = drawFrom(SEED);
  const { users } = await app.accounts.users();
  const viewers = (await Promise.all(users.map(({ id }) => app.accounts.viewerOfUser(id)))).filter(
    (viewer) => viewer !== null,
  );
  const supervisor = viewers.find(({ email }) =>
    demoPeople.some((one) => one.email === email && one.role === 'supervisor'),
  );
  if (!supervisor) return;
  const [tags, dispositions, reasons] = await Promise.all([
    app.catalogue.tags(),
    app.catalogue.dispositions(),
    app.catalogue.presenceReasons(),
  ]);
  const agents = createDemoAgents({ app, viewers, reasons, shifts: planShifts(end), tasks, chance });
  const places = {
    care: { inboxId: file.ids.inbox, queueId: file.ids.queue },
    trade: { inboxId: file.trade.inbox, queueId: file.trade.queue },
  };
  const deps = { app, places, tags, dispositions, agents, supervisor, tasks, chance, clock };
  for (const visit of planVisits(end, SEED)) tasks.at(visit.at, () => playVisit(deps, visit));
  if (file.mailbox) playMail({ app, agents, inboxId: file.mailbox, viewers, tags, dispositions, tasks, chance }, end);
  const settle = async (): Promise<void> => {
    await tasks.idle();
    await app.routing.settled();
  };
  while (clock.now() < end) {
    await time.advance(Math.min(STEP, end - clock.now()), settle);
    progress(1 - (end - clock.now()) / DAY);
  }
  await app.timeline.settled();
}
