/** Builds everything about sockets: two gateways, what is told on them, and the beats that heal what was not told. */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { IdentityId, SessionId, UserId } from '../../shared/model/ids.ts';
import { agentRoom, threadRoom } from '../accounts/scope.ts';
import type { CallFact } from '../calls/ports.ts';
import type { CatalogueFact } from '../catalogue/model.ts';
import type { CustomerFact } from '../customers/customers.ts';
import type { DeskFact } from '../desk/ports.ts';
import type { BulkFact } from '../lists/bulk/bulk.ts';
import type { NoticeFact } from '../notices/notices.ts';
import type { RoutingFact } from '../routing/routing.ts';
import type { Conversation, TimelineFact } from '../timeline/model.ts';
import { type BusMessage, createBus, joinCluster } from './cluster.ts';
import { openConsoleGateway } from './console/gateway.ts';
import { createRights } from './console/rights.ts';
import { createDoor } from './guard/door.ts';
import { createLimits } from './guard/limits.ts';
import { addressOf, originOf } from './guard/origin.ts';
import { createHourlyLimit, createRateLimit } from './guard/rate-limits.ts';
import { beatHeads, repeat } from './head-beat.ts';
import type { RealtimeDeps } from './ports.ts';
import { createAudienceRooms } from './publish/audience-rooms.ts';
import { publishCall } from './publish/call-facts.ts';
import { createColleagueFacts } from './publish/colleague-facts.ts';
import { publishCustomers, tellViewers } from './publish/customer-facts.ts';
import { createDeskPublisher } from './publish/desk-facts.ts';
import { createFloorFacts } from './publish/floor-facts.ts';
import { createHistoryFacts } from './publish/history-facts.ts';
import { createListFacts, type RowMove } from './publish/list-facts.ts';
import { tellNotice } from './publish/notice-facts.ts';
import { createRoutingPublisher } from './publish/routing-facts.ts';
import { createTimelinePublisher } from './publish/timeline-facts.ts';
import { createTypingFacts } from './publish/typing-facts.ts';
import { createViewFacts } from './publish/view-facts.ts';
import { createQueueWatch } from './queue-watch.ts';
import { visitorRoomIn, visitRoom } from './rooms.ts';
import { createConsoleServer, createWidgetServer, refuseStrayUpgrades, type ServerRules } from './servers.ts';
import { realtimeSettings } from './settings.ts';
import { createUnderWay } from './under-way.ts';
import { createViewers } from './viewers.ts';
import { createVisitorPresence } from './visitor-presence.ts';
import { inboxOfQuery, openWidgetGateway } from './widget/gateway.ts';

export interface Realtime {
  publishTimeline(facts: TimelineFact[]): void;
  publishRouting(facts: RoutingFact[]): void;
  publishNotice(fact: NoticeFact): void;
  publishBulk(fact: BulkFact): void;
  publishCustomers(facts: CustomerFact[]): void;
  publishCatalogue(fact: CatalogueFact): void;
  publishDesk(fact: DeskFact): void;
  publishCall(fact: CallFact): void;
  /** A user's role, teams or name changed, or they were disabled: their rooms follow on every node. */
  viewerChanged(userId: UserId): void;
  sessionEnded(sessionId: SessionId): void;
  /** A visitor signed out: whatever is connected with this token goes, on every node. */
  visitEnded(token: string): void;
  /** how many frames named an event that does not exist */
  unknownEvents(): number;
  /** @throws when nodes are to share redis and it cannot be reached */
  start(): Promise<void>;
  /** Drops every connection of this node, so that clients come back to another one. */
  stop(): Promise<void>;
}

export function createRealtime(deps: RealtimeDeps): Realtime {
  const { http, accounts, visitors, timeline, routing, directory, channels, log } = deps;
  const settings = { ...realtimeSettings, ...deps.limits };
  const ownOrigin = new URL(deps.publicUrl).origin;
  const underWay = createUnderWay();
  const cluster = joinCluster(deps.adapter, log);
  const rules: Omit<ServerRules, 'allows' | 'adapter'> = {
    door: createDoor(settings, deps.trustedProxies ?? 0),
    frameBytes: settings.frameBytes,
  };
  const consoleIo = createConsoleServer(http, {
    ...rules,
    adapter: cluster.console,
    allows: async (request) => originOf(request, ownOrigin) === ownOrigin,
  });
  const widgetIo = createWidgetServer(http, {
    ...rules,
    adapter: cluster.widget,
    async allows(request) {
      const origin = originOf(request, ownOrigin);
      const id = inboxOfQuery(request.url);
      const inbox = id && (await directory.inbox(id));
      const live = inbox && channels.get(inbox.channel)?.live;
      return origin !== null && !!live && live.allowsOrigin(inbox, origin, ownOrigin);
    },
  });
  const allowStrays = refuseStrayUpgrades(http);
  const rooms = createAudienceRooms(consoleIo, widgetIo, cluster.isShared);
  const bus = createBus(widgetIo, cluster.isShared, handleBus);

  const isHere = (room: string): boolean => widgetIo.of('/').adapter.rooms.has(room);
  const queues = createQueueWatch({
    intervalMs: settings.queueIntervalMs,
    ahead: (id) => routing.ahead(id),
    isHere,
    tell: (room, fact) => widgetIo.local.to(room).emit('queue:moved', fact),
    log,
  });
  const roomOf = (conversation: Conversation): string => visitorRoomIn(conversation.inboxId, conversation.identityId);
  const waitingOf = (conversation: Conversation) => ({
    conversationId: conversation.id,
    queueId: conversation.queueId,
    room: roomOf(conversation),
  });
  const presence = createVisitorPresence({
    graceMs: settings.visitorGraceMs,
    isHere,
    isAnywhere: bus.isAnywhere,
    visitorSeen: (id, isOnline) => underWay.add(routing.visitorSeen(id, isOnline)),
    tellThread: (conversationId, online) =>
      consoleIo.to(threadRoom(conversationId)).emit('customer:seen', { conversationId, online }),
    log,
  });
  const viewers = createViewers({
    node: randomUUID(),
    leaseMs: 3 * settings.viewersBeatMs,
    now: () => performance.now(),
    say: (said) => bus.tell({ type: 'viewers', said }),
    tell: (fact) => void underWay.add(tellViewers(rooms, timeline, fact, log)),
  });
  const typing = createTypingFacts(rooms, settings.typingExpiryMs);
  const listFacts = createListFacts({ io: consoleIo, counters: deps.counters, ...settings });
  deps.counters.listen(listFacts.countsMoved);
  const viewFacts = createViewFacts({ ...deps, ...settings });
  const historyFacts = createHistoryFacts(consoleIo, settings.rowIntervalMs);
  /** Every move is told to the sockets of this node, wherever it was made. */
  const tellMove = (move: RowMove): void => {
    listFacts.tell(move);
    historyFacts.tell(move.row);
  };
  const timelineFacts = createTimelinePublisher({
    rooms,
    lists: { tell: tellMove },
    others: cluster.isShared
      ? { tell: (move) => bus.tellOthers({ type: 'row-moved', move }), intervalMs: settings.rowIntervalMs }
      : null,
    waits: (conversation) => bus.tell({ type: 'customer-waits', waiting: waitingOf(conversation) }),
  });
  const routingFacts = createRoutingPublisher({ rooms, bus, routing, intervalMs: settings.queueIntervalMs, log });
  const colleagueFacts = createColleagueFacts({
    rooms,
    find: deps.colleagues.find,
    intervalMs: settings.floorIntervalMs,
    log,
  });
  const floorFacts = createFloorFacts({
    floor: deps.floor,
    intervalMs: settings.floorIntervalMs,
    beatMs: settings.floorBeatMs,
    log,
  });
  const rights = createRights({
    io: consoleIo,
    accounts,
    timeline,
    changed: ({ userId }) => report(routing.agent(userId).then(routingFacts.tellAgent)),
    log,
  });

  function report(work: Promise<unknown>): void {
    underWay.add(work).catch((error: unknown) => log.error({ err: error }, 'something to be told was not'));
  }

  function handleBus(message: BusMessage): void {
    switch (message.type) {
      case 'viewer-changed':
        report(rights.viewerChanged(message.userId));
        break;
      case 'agent-changed':
        routingFacts.tellAgent(message.state);
        floorFacts.touch();
        break;
      case 'row-moved':
        deps.counters.put({ ...message.move.row, ...message.move.row.conversation });
        tellMove(message.move);
        break;
      case 'queue-moved':
        queues.moved(message.queueId);
        floorFacts.touch();
        break;
      case 'catalogue-changed':
        deps.catalogue.forget();
        consoleIo.local.emit('catalogue:changed', {});
        break;
      case 'viewers':
        viewers.heard(message.said);
        break;
      case 'customer-waits':
        queues.watch(message.waiting);
        break;
    }
  }

  /** Whoever is connected as one of these, in whatever inbox and on whatever node, is told that it is over. */
  async function endVisits(identityIds: readonly IdentityId[]): Promise<void> {
    const inboxes = await directory.inboxes();
    const theirs = identityIds.flatMap((id) => inboxes.map((inbox) => visitorRoomIn(inbox.id, id)));
    if (theirs.length > 0) endSession(theirs);
  }

  function endSession(rooms: string | string[]): void {
    const { code, message } = new AppError('unauthenticated', 'this visit is over');
    widgetIo.to(rooms).emit('session:ended', { error: { code, message } });
    widgetIo.in(rooms).disconnectSockets(true);
  }

  const limits = createLimits(settings);
  const refusals = createRateLimit(settings.visitorRefusals);
  const callsPerVisitor = createHourlyLimit(settings.callsPerVisitor);
  const callsPerAddress = createHourlyLimit(settings.callsPerAddress);
  let unknown = 0;
  const countUnknown = (): void => {
    unknown += 1;
  };
  openConsoleGateway({
    io: consoleIo,
    accounts,
    routing,
    log,
    publicUrl: deps.publicUrl,
    limit: (viewer, kind) => limits.agent[kind].take(viewer.userId),
    countUnknown,
    underWay,
    viewers,
    context: { ...deps, viewers, floorFacts, viewFacts, typing: typing.agents, isOnline: bus.isAnywhere },
  });
  openWidgetGateway({
    io: widgetIo,
    visitors,
    presence,
    log,
    addressOf: (request) => addressOf(request, deps.trustedProxies ?? 0),
    limit: (viewer, kind) => limits.visitor[kind].take(viewer.identityId),
    tolerate: refusals.take,
    countUnknown,
    underWay,
    context: {
      ...deps,
      typing: typing.visitors,
      async follow(socket, conversation) {
        await socket.join(threadRoom(conversation.id));
        widgetIo.in(roomOf(conversation)).socketsJoin(threadRoom(conversation.id));
        // Whoever has gone while the request was under way does not come back by its answer.
        if (socket.connected) presence.arrived(conversation.identityId, conversation.id);
      },
      async limitCalls({ data: { viewer, address } }) {
        await callsPerVisitor.take(viewer.identityId);
        await callsPerAddress.take(address);
      },
      toldPlace(conversation, ahead) {
        if (ahead !== null) queues.watch(waitingOf(conversation), ahead);
      },
    },
  });

  const stops: (() => void)[] = [];
  return {
    publishTimeline(facts) {
      settings.publishing?.(facts);
      deps.counters.hear(facts);
      timelineFacts.publish(facts);
      if (facts.some((fact) => fact.type === 'conversation')) floorFacts.touch();
    },
    publishRouting(facts) {
      routingFacts.publish(facts);
      for (const fact of facts) if (fact.type === 'agent') colleagueFacts.touch(fact.agent.id);
    },
    viewerChanged(userId) {
      bus.tell({ type: 'viewer-changed', userId });
      colleagueFacts.touch(userId);
    },
    publishCatalogue(fact) {
      if (fact.to === 'everybody') bus.tell({ type: 'catalogue-changed' });
      else consoleIo.to(agentRoom(fact.userId)).emit('catalogue:changed', {});
    },
    publishCustomers(facts) {
      publishCustomers(rooms, facts);
      for (const fact of facts) if (fact.type === 'erased') report(endVisits(fact.identityIds));
    },
    publishBulk: ({ userId, job }) => consoleIo.to(agentRoom(userId)).emit('bulk:progressed', { job }),
    publishNotice: (fact) => tellNotice(rooms, fact),
    publishDesk: createDeskPublisher(rooms),
    publishCall: (fact) => report(publishCall({ rooms, calls: deps.calls, timeline }, fact)),
    sessionEnded: rights.sessionEnded,
    visitEnded(token) {
      endSession(visitRoom(token));
    },
    unknownEvents: () => unknown,
    async start() {
      await cluster.start();
      const failed = (error: unknown): void => log.error({ err: error }, 'a beat failed and is tried again');
      stops.push(repeat(settings.headBeatMs, () => beatHeads(timeline, rooms), failed));
      stops.push(repeat(settings.viewersBeatMs, viewers.beat, failed));
      stops.push(repeat(settings.timedViewsMs, async () => deps.counters.views.tick(), failed));
      stops.push(repeat(settings.rightsBeatMs, rights.review, failed));
    },
    async stop() {
      for (const stop of [...stops, allowStrays]) stop();
      for (const part of [
        timelineFacts,
        listFacts,
        viewFacts,
        historyFacts,
        routingFacts,
        colleagueFacts,
        floorFacts,
        queues,
        presence,
        typing,
      ])
        part.stop();
      for (const io of [consoleIo, widgetIo]) {
        io.engine.close();
        io.of('/').adapter.close();
      }
      await underWay.idle();
      cluster.stop();
    },
  };
}
