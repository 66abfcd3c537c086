/** One visit of the played day, from the first word to how it ended. */
import type { Disposition, Tag } from '../../../shared/model/catalogue.ts';
import type { ConversationId, InboxId, QueueId } from '../../../shared/model/ids.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { App } from '../../app.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Chance } from '../chance.ts';
import type { ChatTeam } from '../people.ts';
import type { DemoAgents } from './agents.ts';
import type { Visit } from './plan.ts';
import type { Tasks } from './tasks.ts';

export interface VisitDeps {
  app: Pick<App, 'routing' | 'work' | 'ingest' | 'visitors' | 'timeline' | 'outbound' | 'store'>;
  places: Record<ChatTeam, { inboxId: InboxId; queueId: QueueId }>;
  tags: readonly Tag[];
  dispositions: readonly Disposition[];
  agents: DemoAgents;
  /** who says what cannot wait */
  supervisor: UserViewer;
  tasks: Tasks;
  chance: Chance;
  clock: Clock;
}

const SECOND = 1_000;
const HOUR = 3_600_000;
const praise = ['Fast and friendly', 'Thank you!', 'Solved in two minutes', ''] as const;

export async function playVisit(deps: VisitDeps, visit: Visit): Promise<void> {
  const { app, tasks, chance, clock, agents } = deps;
  const { inboxId, queueId } = deps.places[visit.team];
  const inbox = await app.store.directory.inbox(inboxId);
  if (!inbox) return;
  const { name, email, language, timeZone, browser } = visit.customer;
  const { viewer } = await app.visitors.begin(inbox, undefined, { proof: null, name, email });
  let said = 0;
  let written = 0;

  async function say(conversationId: ConversationId | null, text: string): Promise<Conversation> {
    said += 1;
    const { conversation } = await app.ingest.ingest({
      type: 'message',
      inboxId,
      key: `${viewer.identityId}:history-${said}`,
      identity: { kind: 'visitor', value: viewer.identityId },
      at: clock.now(),
      conversationId,
      clientId: `history-${said}`,
      text,
      files: [],
      form: conversationId === null ? [{ label: 'What is it about?', value: visit.topic }] : [],
      context: { url: 'https://northlight.example/help', title: 'Help, Northlight', language, timeZone, browser },
      claimed: conversationId === null ? { name, email } : {},
      left: visit.fate === 'left',
    });
    return conversation;
  }

  const [first = '', ...rest] = visit.lines;
  let toSay = rest;
  const { id } = await say(null, first);
  const read = async (): Promise<Conversation> => {
    const found = await app.timeline.find(id);
    if (!found) throw new Error('A conversation of the history is gone.');
    return found;
  };
  if (visit.isUrgent) await app.work.prioritise(deps.supervisor, await read(), 'urgent');
  if (visit.fate === 'left') return;
  await app.routing.visitorSeen(viewer.identityId, true);
  const patience = visit.fate === 'gives-up' ? chance.between(1, 9) : chance.between(240, 600);
  waitForAgent(clock.now() + patience * SECOND);

  function waitForAgent(givesUpAt: number): void {
    tasks.after(3 * SECOND, async () => {
      const { work, status } = await read();
      if (status === 'closed') return;
      if (work?.state === 'active' && work.ownerId !== null && visit.fate !== 'gives-up') return goOn();
      if (clock.now() >= givesUpAt) return app.routing.close(id, { kind: 'customer' }, 'ended');
      if (work?.state !== 'active') await agents.look();
      waitForAgent(givesUpAt);
    });
  }

  /** One line after the other, each after the time it takes to read and write it. */
  function goOn(): void {
    const [line, ...later] = toSay;
    toSay = later;
    if (line === undefined) {
      tasks.after(chance.between(8, 25) * SECOND, end);
      return;
    }
    tasks.after((4 + line.length / 6 + chance.between(0, 15)) * SECOND, async () => {
      const conversation = await read();
      if (conversation.status === 'closed') return;
      await tell(conversation, line);
      goOn();
    });
  }

  async function tell(conversation: Conversation, line: string): Promise<void> {
    const ownerId = conversation.work?.ownerId;
    if (!line.startsWith('>') && !line.startsWith('#')) {
      await say(id, line);
      if (ownerId) await app.timeline.mark(id, 'teamRead', Number.MAX_SAFE_INTEGER);
      return;
    }
    if (!ownerId) return;
    written += 1;
    const { userId, name: agentName } = agents.viewer(ownerId);
    const message = {
      conversationId: id,
      agent: { id: userId, name: agentName },
      clientId: `history-${viewer.identityId}-${written}`,
      text: line.slice(1),
      files: [],
    };
    await app.timeline.mark(id, 'teamRead', Number.MAX_SAFE_INTEGER);
    if (line.startsWith('#')) {
      await app.outbound.note(message);
      return;
    }
    await app.outbound.reply(message);
    await app.timeline.mark(id, 'customerDelivered', Number.MAX_SAFE_INTEGER);
    await app.timeline.mark(id, 'customerRead', Number.MAX_SAFE_INTEGER);
  }

  async function end(): Promise<void> {
    const conversation = await read();
    const ownerId = conversation.work?.ownerId;
    if (conversation.status === 'closed') return;
    // Whoever had it has gone home meanwhile.
    if (!ownerId) return waitForAgent(clock.now() + HOUR);
    const owner = agents.viewer(ownerId);
    const tag = deps.tags.find((one) => one.name === visit.tag);
    if (tag) await app.work.tag(owner, conversation, [tag.id], []);
    switch (visit.fate) {
      case 'snoozed':
        await app.work.snooze(owner, await read(), clock.now() + chance.between(20, 60) * HOUR);
        return;
      case 'passed-on':
        if (conversation.queueId === queueId) {
          const to = { kind: 'queue', id: deps.places.trade.queueId } as const;
          await app.work.transfer(owner, await read(), to, 'They are a company and ask for terms');
          return waitForAgent(clock.now() + HOUR);
        }
        return close(owner);
      default:
        return close(owner);
    }
  }

  async function close(owner: UserViewer): Promise<void> {
    await app.work.close(owner, await read(), { dispositionId: null });
    await app.routing.visitorSeen(viewer.identityId, false);
    const disposition = deps.dispositions.find((one) => one.name === visit.disposition);
    tasks.after(chance.between(5, 25) * SECOND, async () => {
      const conversation = await read();
      if (conversation.work?.state !== 'wrap-up') return;
      await app.work.wrapUp(owner, conversation, { dispositionId: disposition?.id ?? null });
    });
    if (visit.fate !== 'rated') return;
    tasks.after(chance.between(10, 60) * SECOND, async () => {
      const score = chance.percent(70) ? 5 : chance.between(2, 5);
      await app.ingest.rate(id, score, (score > 3 && chance.pick(praise)) || undefined);
    });
  }
}
