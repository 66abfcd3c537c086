/** Rules on letters over HTTP: what they would make of one, and of the newest that came, saved or not; nothing is kept of it. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import {
  newestTrialSchema,
  type RuleTrialResult,
  ruleTrialSchema,
  type TriedLetter,
} from '../../shared/model/mail-rule.ts';
import type { Files } from '../files/files.ts';
import { tryNewest } from '../ingest/letters/try-newest.ts';
import { tryRules } from '../ingest/letters/try-rules.ts';
import type { Directory } from '../store/directory.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { parseBody } from './parse.ts';
import { forPermission, type Route } from './route.ts';

interface Deps {
  directory: Pick<Directory, 'inbox'>;
  channels: ReadonlyMap<string, Channel>;
  timeline: Pick<Timeline, 'list' | 'before'>;
  files: Pick<Files, 'bytes'>;
}

export function mailRuleRoutes({ directory, channels, timeline, files }: Deps): Route[] {
  return [
    forPermission(
      'workspace:manage',
      'post',
      '/api/inboxes/rules/try',
      async ({ request }): Promise<RuleTrialResult> => tryRules(parseBody(request, ruleTrialSchema)),
      { limit: 'accountCheck' },
    ),
    forPermission(
      'workspace:manage',
      'post',
      '/api/inboxes/rules/try-newest',
      async ({ request }, viewer): Promise<{ letters: TriedLetter[] }> => {
        const { inboxId, rules } = parseBody(request, newestTrialSchema);
        const inbox = await directory.inbox(inboxId);
        const letters = inbox && channels.get(inbox.channel)?.letters;
        if (!letters) throw new AppError('not_found', 'There is no such mailbox.');
        const sources = { timeline, bytesOf: files.bytes };
        return { letters: await tryNewest(sources, viewer, inbox, letters, rules) };
      },
      { limit: 'accountCheck' },
    ),
  ];
}
