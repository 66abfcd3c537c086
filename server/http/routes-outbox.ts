/**
 * Mail that went nowhere because no way to send is set up: listed, and read as it would have been sent. In the demo it is open to everybody
 * at this machine, as the shop is; elsewhere to whoever manages the workspace and may see every conversation.
 */
import { AppError } from '../../shared/errors.ts';
import type { FileId } from '../../shared/model/ids.ts';
import type { KeptMail } from '../../shared/model/kept-mail.ts';
import type { Files } from '../files/files.ts';
import { parseId } from './parse.ts';
import { type Call, forAnyone, forPermission, type Route } from './route.ts';
import { disposition } from './send-file.ts';

/** Mail that was kept instead of sent, newest first. */
export interface KeptOutbox {
  kept(limit: number): Promise<KeptMail[]>;
}

export interface OutboxDeps {
  outbox: KeptOutbox;
  files: Pick<Files, 'open'>;
  /** open to everybody who reaches this machine's own demo */
  demo: boolean;
}

const SHOWN = 200;

export function outboxRoutes({ outbox, files, demo }: OutboxDeps): Route[] {
  const route = (path: string, handle: (call: Call) => Promise<unknown>): Route => {
    if (demo) return forAnyone('get', path, handle, { limit: 'outbox' });
    return forPermission(
      'workspace:manage',
      'get',
      path,
      async (call, viewer) => {
        if (viewer.reach !== 'all') throw new AppError('forbidden', 'Your role does not reach every conversation.');
        return handle(call);
      },
      { limit: 'outbox' },
    );
  };

  return [
    route('/api/outbox', async () => ({ mails: await outbox.kept(SHOWN) })),
    route('/api/outbox/:id/source', async ({ request, response }) => {
      const id = parseId<FileId>(request);
      // Only what is listed: no other file is readable this way.
      const mail = (await outbox.kept(SHOWN)).find(({ fileId }) => fileId === id);
      const file = mail ? await files.open(mail.fileId) : null;
      if (file === null) throw new AppError('not_found', 'There is no such mail.');
      response.set({
        'Content-Type': 'message/rfc822',
        'Content-Disposition': disposition('attachment', `${id}.eml`),
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
      });
      const chunks: Buffer[] = [];
      for await (const chunk of file.stream()) chunks.push(chunk as Buffer);
      response.end(Buffer.concat(chunks));
    }),
  ];
}
