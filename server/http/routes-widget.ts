/** What the widget asks over HTTP: to begin a visit, to end it, and a transcript. */
import type { Channel, ChannelContext, VisitorClaim } from '../../channels/channel.ts';
import { type WidgetSession, widgetSessionSchema } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { ConversationId, InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { canSee, type VisitorViewer } from '../accounts/scope.ts';
import type { Directory } from '../store/directory.ts';
import type { Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { findInbox } from './gate.ts';
import { parseBody, parseId } from './parse.ts';
import { forAnyone, forVisitors, type Route } from './route.ts';
import { disposition } from './send-file.ts';
import { writeTranscript } from './transcript.ts';

export interface VisitorsPort {
  /** With a token that is still good the same visitor goes on; the claim may add who they are. */
  begin(
    inbox: Inbox,
    token: string | undefined,
    claim: VisitorClaim,
  ): Promise<{ token: string; viewer: VisitorViewer }>;
  find(inboxId: InboxId, token: string): Promise<VisitorViewer | null>;
  end(token: string): Promise<void>;
}

export interface WidgetDeps {
  visitors: VisitorsPort;
  directory: Pick<Directory, 'inbox'>;
  timeline: Pick<Timeline, 'find' | 'after'>;
  channels: ReadonlyMap<string, Channel>;
  /** what a channel needs to check who somebody is */
  contextOf(kind: string): Pick<ChannelContext, 'secrets' | 'state' | 'now'>;
  publicUrl: string;
}

const TRANSCRIPT_PAGE = 500;

export function widgetRoutes(deps: WidgetDeps): Route[] {
  const { visitors, directory, timeline, channels, contextOf, publicUrl } = deps;

  function liveChannel(inbox: Inbox) {
    const live = channels.get(inbox.channel)?.live;
    if (!live) throw new AppError('not_found', 'There is no such inbox.');
    return live;
  }

  return [
    forAnyone(
      'post',
      '/api/widget/:inboxId/session',
      async ({ request }): Promise<WidgetSession> => {
        const inbox = await findInbox(directory, request);
        const live = liveChannel(inbox);
        if (inbox.archived) throw new AppError('not_found', 'This chat is closed.');
        const isOurs = request.get('sec-fetch-site') === 'same-origin';
        if (!isOurs && !live.allowsOrigin(inbox, request.get('origin') ?? null, publicUrl)) {
          throw new AppError('forbidden', 'This website may not use this inbox.');
        }
        const { token, identity, user } = parseBody(request, widgetSessionSchema);
        const claim = await live.identify(inbox, { identity, user }, contextOf(inbox.channel));
        const begun = await visitors.begin(inbox, token, claim);
        return { token: begun.token, verified: begun.viewer.verified };
      },
      { limit: 'widgetSession' },
    ),
    forVisitors('delete', '/api/widget/:inboxId/session', async ({ request }) => {
      await visitors.end(bearerOf(request.get('authorization')));
    }),
    forVisitors(
      'get',
      '/api/widget/:inboxId/conversations/:id/transcript',
      async ({ request, response }, visitor, inbox) => {
        const conversation = await timeline.find(parseId<ConversationId>(request));
        if (conversation === null || !canSee(visitor, conversation)) {
          throw new AppError('not_found', 'There is no such conversation.');
        }
        const siteName = String(inbox.settings.siteName ?? inbox.name);
        const text = writeTranscript(await readAll(timeline, conversation.id), {
          siteName,
          timeZone: conversation.context.timeZone ?? '',
        });
        response.set('Content-Disposition', disposition('attachment', 'conversation.txt'));
        response.type('text/plain').send(text);
      },
      { limit: 'transcript' },
    ),
  ];
}

async function readAll(timeline: Pick<Timeline, 'after'>, id: ConversationId): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await timeline.after(id, 'visitor', entries.at(-1)?.seq ?? 0, TRANSCRIPT_PAGE);
    entries.push(...page);
    if (page.length < TRANSCRIPT_PAGE) return entries;
  }
}

const bearerOf = (header = ''): string => header.replace(/^Bearer /i, '');
