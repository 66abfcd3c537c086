/** Calls over the embedded store with a line that only notes what it is told; the tests say what happens on it. */
import type {
  CallPolicy,
  CallStep,
  CommandResult,
  LegEnd,
  LiveCall,
  NewLeg,
  VoiceChannel,
  VoiceProvider,
} from '../../../channels/voice.ts';
import type { UserViewer } from '../../../server/accounts/scope.ts';
import { type Calls, createCalls } from '../../../server/calls/create-calls.ts';
import type { Call } from '../../../server/calls/model.ts';
import type { CallDeps, CallFact } from '../../../server/calls/ports.ts';
import { createIds } from '../../../server/lib/ids.ts';
import type { RoutingService } from '../../../server/routing/create-routing.ts';
import type { Calendar } from '../../../shared/model/calendar.ts';
import type { CallTold } from '../../../shared/model/call.ts';
import { type CallMenu, usualCallMenu } from '../../../shared/model/call-menu.ts';
import type {
  CallId,
  ConversationId,
  FileId,
  IdentityId,
  LegId,
  SessionId,
  UserId,
} from '../../../shared/model/ids.ts';
import { createStage, inboxId, queueId, quiet, type Stage, type TestDatabase } from '../routing/stage.ts';

export interface Line extends VoiceProvider {
  /** what it was told, in order, such as `begin agent` or `move talk` */
  told: string[];
  legs: NewLeg[];
  /** what the customer's leg was last moved to */
  step: CallStep | null;
  live(): Promise<LiveCall[]>;
  /** null: as we have it */
  liveCalls: LiveCall[] | null;
  /** numbers that may not be dialled now */
  refused: Set<string>;
  /** the answer to the next commands; done unless said otherwise */
  answers: CommandResult[];
}

export interface CallStage {
  stage: Stage;
  routing: RoutingService;
  calls: Calls;
  line: Line;
  menu: CallMenu;
  facts: CallFact[];
  /** Somebody calls; answers what they hear first. */
  arrive(over?: { from?: string | null; externalId?: string }): Promise<{ call: Call; step: CallStep }>;
  tell(call: Call, event: Told): Promise<CallStep | null>;
  now(call: Pick<Call, 'id'>): Promise<Call>;
  lastLeg(): NewLeg;
  answer(call: Call, leg?: NewLeg): Promise<void>;
  life(call: Pick<Call, 'id'>): Promise<CallTold['what'][]>;
  settle(): Promise<void>;
  pass(ms: number): Promise<void>;
  /** A process of its own that goes on after this one died. */
  restart(): Promise<void>;
  viewer(id: UserId, name: string, over?: Partial<UserViewer>): UserViewer;
  stop(): Promise<void>;
}

export type Told =
  | { type: 'keys'; digits: string }
  | { type: 'waited' }
  | { type: 'leg'; legId: LegId; state: 'ringing' | 'joined' }
  | { type: 'leg'; legId: LegId; state: 'left'; end: LegEnd }
  | { type: 'customer'; state: 'joined' }
  | { type: 'customer'; state: 'left'; end: LegEnd }
  | { type: 'recording'; purpose: 'call' | 'voicemail'; recordingId: string; state: 'done'; seconds: number };

function createLine(database: TestDatabase): Line {
  const note = (text: string): CommandResult => {
    line.told.push(text);
    return line.answers.shift() ?? { state: 'done' };
  };
  const line: Line = {
    ...{ told: [], legs: [], step: null, liveCalls: null, answers: [], refused: new Set<string>() },
    async begin(_call, leg) {
      if (!line.legs.some(({ legId }) => legId === leg.legId)) line.legs.push(leg);
      return note(`begin ${leg.to.kind}`);
    },
    drop: async () => note('drop'),
    async move(_call, step) {
      line.step = step;
      return note(`move ${step.do}`);
    },
    set: async (_call, leg, change) =>
      note(
        `set ${leg === 'customer' ? leg : 'leg'} ${change.held === undefined ? change.as?.mode : change.held ? 'held' : 'back'}`,
      ),
    press: async (_call, _leg, digits) => note(`press ${digits}`),
    announce: async (_call, [first]) => note(`say ${first?.text ?? ''}`),
    record: async (_call, what) => note(`record ${what}`),
    fetchRecording: async (_call, id) => ({ id: `01F1${id}` as FileId, name: 'a.wav', type: 'audio/wav', size: 9 }),
    deleteRecording: async (_call, id) => note(`delete ${id}`),
    end: async () => note('end'),
    live: async () => line.liveCalls ?? (await database.calls.open()).map(asLive),
    grant: async () => ({ provider: 'softswitch', iceServers: [], simulated: false }),
  };
  return line;
}

function asLive(call: Call): LiveCall {
  const legs = call.legs.filter(({ leftAt, dropped }) => leftAt === null && !dropped);
  return {
    ...{ externalId: call.externalId ?? '', callId: call.id, customer: call.customer.joinedAt ? 'joined' : 'waiting' },
    legs: legs.map(({ id, joinedAt }) => ({ legId: id, externalId: 'leg', state: joinedAt ? 'joined' : 'ringing' })),
  };
}

let made = 0;

export interface Held {
  policy?: CallPolicy;
  calendar?: Calendar;
  /** how often it is looked for what is due, ms: rarely, where a test waits for minutes */
  pollMs?: number;
  /** what writes down and removes recordings */
  more?: Partial<CallDeps>;
}

export async function createCallStage(
  database: TestDatabase,
  over: Partial<CallMenu> = {},
  { policy, calendar, pollMs, more }: Held = {},
): Promise<CallStage> {
  const stage = createStage(database, { pollMs: pollMs ?? 4_000 });
  const inbox = calendar ? { ...stage.inbox, calendarId: calendar.id } : stage.inbox;
  const routing = stage.router('node-1');
  const line = createLine(database);
  const menu: CallMenu = { ...usualCallMenu, ...over };
  const ids = createIds(stage.time.clock, () => 0.25);
  const facts: CallFact[] = [];
  const voice: VoiceChannel = {
    provider: () => line,
    numberOf: () => '+493510000',
    normalise: (_inbox, text) => (/^\+\d{6,15}$/.test(text) ? text : null),
    refuses: (_inbox, number) => (number.startsWith('+900') || line.refused.has(number) ? 'premium' : null),
    menuOf: () => menu,
    ...(policy && { policyOf: () => policy }),
  };
  const capabilities = {
    live: true,
    typing: false,
    files: false,
    format: 'call',
    weight: 20,
    call: { weight: 100, exclusive: true, ringSeconds: 20 },
  } as const;
  const people = new Map<UserId, UserViewer>();
  const start = (): Calls =>
    createCalls({
      ...{ calls: database.calls, events: database.callEvents, routing, timeline: stage.timeline, ids },
      channels: new Map([['webchat', { voice, capabilities }]]),
      directory: {
        inbox: async (id) => (id === inboxId ? inbox : null),
        inboxes: async () => [inbox],
        calendar: async () => calendar ?? null,
        queue: async () => ({ name: 'Support' }),
      },
      async place({ key }) {
        const id = key.replace('call:', '') as ConversationId;
        if (!(await stage.timeline.find(id)))
          stage.timeline.begin(id, `identity-${key}` as IdentityId, inboxId, queueId);
        return stage.timeline.state(id);
      },
      attachFiles: async () => undefined,
      keepRecording: async () => ({ id: 'file' as FileId, size: 1 }),
      ...(pollMs && { settings: { pollMs } }),
      ...more,
      lead: async () => true,
      clock: stage.time.clock,
      timers: stage.time.timers,
      log: quiet,
      publish: (told) => facts.push(...told),
      people: { viewerOfUser: async (id) => people.get(id) ?? null },
      dispositions: async () => [],
      queueName: async () => 'Support',
      availability: async () => ({ open: true, staffed: true, agents: [], opensAt: null }),
    });
  const self: CallStage = {
    ...{ stage, routing, line, menu, facts },
    calls: start(),
    async arrive({ from = '+493511234567', externalId } = {}) {
      made += 1;
      const external = externalId ?? `line-${made}`;
      const next = await self.calls.voice.callEvent({
        ...{
          type: 'arrived',
          inboxId,
          key: `${external}:arrived`,
          at: stage.time.clock.now(),
          externalId: external,
          callId: null,
        },
        ...{ by: 'phone', from: from === null ? null : { kind: 'phone', value: from }, fromText: from ?? '' },
        ...{ to: '+493510000', conversationId: null, attested: true },
      });
      if (!next) throw new Error('The call did not arrive.');
      await self.settle();
      return { call: await self.now({ id: next.callId }), step: next.step };
    },
    async tell(call, event) {
      made += 1;
      const key = `told-${made}`;
      const now = await self.now(call);
      const next = await self.calls.voice.callEvent({
        ...{
          inboxId,
          key,
          at: stage.time.clock.now(),
          externalId: now.externalId ?? '',
          callId: call.id,
        },
        ...{ legExternalId: 'legId' in event ? `leg-${event.legId}` : 'leg', detail: '' },
        ...event,
      } as Parameters<Calls['voice']['callEvent']>[0]);
      await self.settle();
      return next?.step ?? null;
    },
    async now(call) {
      const found = await database.calls.find(call.id);
      if (!found) throw new Error('There is no such call.');
      return found;
    },
    lastLeg() {
      const leg = line.legs.at(-1);
      if (!leg) throw new Error('Nobody was rung.');
      return leg;
    },
    async answer(call, leg = self.lastLeg()) {
      await self.tell(call, { type: 'leg', legId: leg.legId, state: 'joined' });
    },
    life: async (call) => (await self.now(call)).log.map(({ told }) => told.what),
    async settle() {
      for (let round = 0; round < 4; round += 1) {
        await stage.settled();
        await self.calls.settled();
      }
      await stage.pass(1);
      await self.calls.settled();
    },
    async pass(ms) {
      await stage.time.advance(ms, async () => {
        await stage.settled();
        await self.calls.settled();
      });
      await self.settle();
    },
    async restart() {
      const old = self.calls;
      self.calls = start();
      await old.stop();
      await self.calls.start();
      await self.settle();
    },
    viewer(id, name, given = {}) {
      const viewer: UserViewer = {
        ...{
          kind: 'user',
          userId: id,
          sessionId: 'session' as SessionId,
          name,
          email: '',
          role: 'agent',
          roleName: '',
        },
        ...{ reach: 'all', permissions: [], teamIds: [], queueIds: [queueId] },
        ...given,
      };
      people.set(id, viewer);
      return viewer;
    },
    async stop() {
      await self.calls.stop();
      await stage.stop();
    },
  };
  stage.listeners.push((told) => self.calls.hear(told));
  await routing.start();
  await self.calls.start();
  await self.settle();
  return self;
}

export const callIdOf = (text: string): CallId => text as CallId;
