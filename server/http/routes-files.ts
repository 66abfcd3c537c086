/** Upload and download of files, for people inside and for visitors. */
import type { Request } from 'express';
import { fileNameHeader, type UploadAnswer } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { FileId } from '../../shared/model/ids.ts';
import { type Audit, actorOf } from '../accounts/audit.ts';
import { canSee, mayRead, type Viewer } from '../accounts/scope.ts';
import type { Keeping } from '../calls/keeping.ts';
import type { Customers } from '../customers/customers.ts';
import type { Files, OpenFile } from '../files/files.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { parseId } from './parse.ts';
import type { ByteBudget } from './rate-limits.ts';
import { type Call, forUsers, forVisitors, type Route } from './route.ts';
import { sendFile } from './send-file.ts';

export interface FileDeps {
  files: Files;
  timeline: Pick<Timeline, 'find'>;
  customers: Pick<Customers, 'historyOf'>;
  /** of visitors, by their address */
  budget: ByteBudget;
  recordings: Pick<Keeping, 'requireListener'>;
  audit: Pick<Audit, 'record'>;
}

export function fileRoutes({ files, timeline, customers, budget, recordings, audit }: FileDeps): Route[] {
  async function upload(request: Request, uploader: OpenFile['uploader']): Promise<UploadAnswer> {
    if (Number(request.get('content-length') ?? 0) > limits.fileBytes) {
      throw new AppError('too_large', `A file may have at most ${limits.fileBytes / 1024 / 1024} MB.`);
    }
    return { file: await files.receive(request, { name: parseName(request), uploader }) };
  }

  /** A recording is somebody's voice: who plays it is written down, and who reads what was said where not everybody may. */
  async function noteListener(viewer: Viewer, { ref, conversationId, isPrivate }: OpenFile, address: string) {
    if (viewer.kind !== 'user' || !isPrivate || conversationId === null) return;
    const heard = await recordings.requireListener(viewer, ref.id, conversationId);
    if (heard === null || (heard.isOpen && !ref.type.startsWith('audio/'))) return;
    const { callId } = heard;
    await audit.record('recording.played', actorOf(viewer), conversationId, address, { callId, fileId: ref.id });
  }

  async function download({ request, response, caller }: Call, viewer: Viewer): Promise<void> {
    const file = await files.open(parseId<FileId>(request));
    if (file === null || !(await maySee(viewer, file))) throw new AppError('not_found', 'There is no such file.');
    await noteListener(viewer, file, caller.address);
    await sendFile(response, file);
  }

  async function maySee(viewer: Viewer, file: OpenFile): Promise<boolean> {
    if (isUploader(viewer, file.uploader)) return true;
    if (file.conversationId === null || (viewer.kind === 'visitor' && file.isPrivate)) return false;
    const conversation = await timeline.find(file.conversationId);
    if (conversation === null) return false;
    if (canSee(viewer, conversation)) return true;
    // Whoever serves a customer may read the rest of their history, where the role allows it.
    if (viewer.kind !== 'user' || !mayRead(viewer, conversation)) return false;
    return (await customers.historyOf(conversation)).logs.some((log) => canSee(viewer, log));
  }

  return [
    forUsers(
      'post',
      '/api/files',
      async ({ request }, viewer) => upload(request, { kind: 'user', id: viewer.userId }),
      {
        raw: true,
        limit: 'upload',
      },
    ),
    forUsers('get', '/files/:id', download),
    forVisitors(
      'post',
      '/api/widget/:inboxId/files',
      async ({ request, caller }, visitor) => {
        await budget.check(caller.address);
        const answer = await upload(request, { kind: 'visitor', id: visitor.identityId });
        await budget.spend(caller.address, answer.file.size);
        return answer;
      },
      { raw: true, limit: 'upload' },
    ),
    forVisitors('get', '/api/widget/:inboxId/files/:id', download),
  ];
}

function isUploader(viewer: Viewer, uploader: OpenFile['uploader']): boolean {
  if (viewer.kind === 'user') return uploader.kind === 'user' && uploader.id === viewer.userId;
  return uploader.kind === 'visitor' && viewer.identityIds.includes(uploader.id);
}

function parseName(request: Request): string {
  try {
    return decodeURIComponent(request.get(fileNameHeader) ?? '');
  } catch {
    throw new AppError('invalid', 'Some fields are not valid.', { fields: { [fileNameHeader]: 'is not URI-encoded' } });
  }
}
