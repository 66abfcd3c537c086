/** What a widget begins with: its inbox, whether somebody is there, the visitor's conversations and the current one. */
import type { VisitorSnapshot, VisitorThread, WidgetAnswers, WidgetRequests } from '../../../shared/events.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Handlers } from '../bind.ts';
import { presentVisitorThread } from '../present/threads.ts';
import { presentVisitorCard } from '../present/visitor-card.ts';
import { presentWidgetInbox } from '../present/widget-inbox.ts';
import type { WidgetSocket } from '../servers.ts';
import { readThread } from '../sync.ts';
import { liveInbox, type WidgetContext } from './context.ts';

type HomeHandlers = Pick<
  Handlers<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket>,
  'visitor:sync' | 'page:visit'
>;

/** conversations in a visitor's own list */
const listed = 20;

export function createHomeHandlers(context: WidgetContext): HomeHandlers {
  const { timeline, routing, clock } = context;

  async function readCurrent(
    socket: WidgetSocket,
    own: readonly Conversation[],
  ): Promise<{ thread: VisitorThread; ahead: number | null } | null> {
    const current = own.find((conversation) => conversation.status === 'open') ?? own[0];
    if (!current) return null;
    await context.follow(socket, current);
    const page = await readThread(timeline, current, 'visitor');
    const ahead =
      page.conversation.status === 'open' && !page.conversation.left ? await routing.ahead(current.id) : null;
    context.toldPlace(page.conversation, ahead);
    return { thread: presentVisitorThread(page), ahead };
  }

  async function readSnapshot(viewer: VisitorViewer, socket: WidgetSocket): Promise<VisitorSnapshot> {
    const { inbox } = await liveInbox(context, viewer);
    const [availability, languages, own, mailsCodes] = await Promise.all([
      routing.availability(viewer.inboxId),
      context.directory.languages(),
      timeline.ofIdentities(viewer.identityIds, viewer.inboxId, listed),
      context.addressProof.canSend(inbox.queueId),
    ]);
    const current = await readCurrent(socket, own);
    return {
      inbox: presentWidgetInbox(inbox, languages),
      availability,
      current: current?.thread ?? null,
      conversations: own.map(presentVisitorCard),
      ahead: current?.ahead ?? null,
      verified: viewer.verified,
      name: viewer.name,
      mailsCodes,
      now: clock.now(),
    };
  }

  return {
    'visitor:sync': ({ viewer, socket }) => readSnapshot(viewer, socket),
    'page:visit': async ({ viewer, payload }) => {
      const { live } = await liveInbox(context, viewer);
      const [newest] = await timeline.ofIdentities(viewer.identityIds, viewer.inboxId, 1);
      const seen = live.readContext(payload);
      await context.customers.visited(viewer.identityId, seen, newest?.status === 'open' ? newest : null);
      if (newest?.status !== 'open') return null;
      const page = { ...newest.context, ...seen };
      if (JSON.stringify(page) !== JSON.stringify(newest.context)) await timeline.change(newest.id, { context: page });
      return null;
    },
  };
}
