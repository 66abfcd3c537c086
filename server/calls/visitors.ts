/** Calls that visitors make from a website: who may begin one, and what they are told of it. */
import { AppError } from '../../shared/errors.ts';
import type { VisitorCallAnswers } from '../../shared/events-visitor-calls.ts';
import type { VisitorCall } from '../../shared/model/call.ts';
import type { CallId, ConversationId, InboxId } from '../../shared/model/ids.ts';
import type { Availability } from '../../shared/model/inbox.ts';
import type { VisitorViewer } from '../accounts/scope.ts';
import type { Book } from './book.ts';
import type { Follow } from './follow.ts';
import { type Call, isEnded } from './model.ts';
import type { CallDeps, Line } from './ports.ts';
import { noCall } from './rights.ts';
import type { TakeEvent } from './take-event.ts';
import { visitorViewOf } from './view.ts';

export interface VisitorCallVerbs {
  /** @throws AppError for whoever may not call now */
  prepare(viewer: VisitorViewer): Promise<VisitorCallAnswers['call:prepare']>;
  /** `open`: the visitor's conversation that goes on */
  start(viewer: VisitorViewer, sdp: string, open: ConversationId | null): Promise<{ call: VisitorCall; sdp: string }>;
  connect(viewer: VisitorViewer, id: CallId, sdp: string): Promise<VisitorCallAnswers['call:connect']>;
  read(viewer: VisitorViewer, id: CallId): Promise<VisitorCall>;
  end(viewer: VisitorViewer, id: CallId): Promise<void>;
}

export interface VisitorCallDeps {
  availability(inboxId: InboxId): Promise<Availability>;
}

const MESSAGES = {
  off: 'Calls are not offered here.',
  away: 'Nobody is there to take a call.',
  twice: 'You are in a call already.',
};

export function createVisitorCalls(
  deps: CallDeps & VisitorCallDeps,
  book: Book,
  follow: Follow,
  events: TakeEvent,
): VisitorCallVerbs {
  const isTheirs = (viewer: VisitorViewer, call: Call): boolean =>
    call.by === 'web' && call.inboxId === viewer.inboxId && viewer.identityIds.some((id) => id === call.from?.value);

  async function own(viewer: VisitorViewer, id: CallId): Promise<Call> {
    const call = await deps.calls.find(id);
    if (!call || !isTheirs(viewer, call)) throw noCall();
    return call;
  }

  async function requireLine(viewer: VisitorViewer): Promise<Line> {
    const line = await book.line(viewer.inboxId);
    if (line.inbox.archived || !line.voice.takesCalls?.(line.inbox)) throw new AppError('forbidden', MESSAGES.off);
    const { open, staffed } = await deps.availability(viewer.inboxId);
    if (!open || !staffed) throw new AppError('conflict', MESSAGES.away);
    if ((await deps.calls.open()).some((call) => isTheirs(viewer, call)))
      throw new AppError('conflict', MESSAGES.twice, { fields: { call: 'twice' } });
    return line;
  }

  /** The place as it is now, without waiting until the line asks. */
  async function countPlace(call: Call): Promise<Call> {
    if (call.stage.kind !== 'queued' || !call.workItemId) return call;
    const place = await deps.routing.calls.ahead(call.workItemId);
    return book.update(call.id, (now) =>
      now.stage.kind === 'queued' && now.stage.place !== place ? { ...now, stage: { ...now.stage, place } } : now,
    );
  }

  async function hangUp({ id, inboxId, externalId }: Call): Promise<void> {
    await events.take({
      ...{ type: 'customer', state: 'left', end: 'hung-up', detail: '', key: `${id}:visitor-left` },
      ...{ inboxId, callId: id, externalId: externalId ?? '', at: deps.clock.now() },
    });
    const { inbox, voice } = await book.line(inboxId);
    await voice.provider(inbox).end({ callId: id, inbox, externalId });
  }

  return {
    async prepare(viewer) {
      const { inbox, voice } = await requireLine(viewer);
      return { iceServers: (await voice.provider(inbox).customerIce?.(viewer.identityId)) ?? [] };
    },
    async start(viewer, sdp, open) {
      const { inbox, voice } = await requireLine(viewer);
      const externalId = `web.${deps.ids.next()}`;
      const next = await events.take({
        ...{ type: 'arrived', by: 'web', key: `${externalId}:arrived`, externalId, callId: null, attested: false },
        ...{ inboxId: inbox.id, at: deps.clock.now(), fromText: '', to: '', conversationId: open },
        from: { kind: 'visitor', value: viewer.identityId },
      });
      if (!next) throw new AppError('conflict', MESSAGES.off);
      const ref = { callId: next.callId, inbox, externalId };
      const answer = await voice
        .provider(inbox)
        .connect?.(ref, 'customer', sdp)
        .catch((error: unknown) => {
          deps.log.warn({ err: error, callId: next.callId }, 'A visitor could not be connected.');
        });
      const call = await own(viewer, next.callId);
      if (!answer || 'gone' in answer) {
        await hangUp(call);
        throw new AppError('conflict', 'The call could not be connected.');
      }
      await follow(call.id);
      return { call: visitorViewOf(await countPlace(await own(viewer, call.id))), sdp: answer.sdp };
    },
    async connect(viewer, id, sdp) {
      const call = await own(viewer, id);
      if (isEnded(call)) return { gone: true };
      const { inbox, voice } = await book.line(call.inboxId);
      const ref = { callId: id, inbox, externalId: call.externalId };
      return (await voice.provider(inbox).connect?.(ref, 'customer', sdp)) ?? { gone: true };
    },
    read: async (viewer, id) => visitorViewOf(await own(viewer, id)),
    async end(viewer, id) {
      const call = await own(viewer, id);
      if (!isEnded(call)) await hangUp(call);
    },
  };
}
