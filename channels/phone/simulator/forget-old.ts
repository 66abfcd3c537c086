/** Lets go of what is over for long: calls, conferences, texts, and the sound of recordings. */
import { rm } from 'node:fs/promises';
import type { World } from './world.ts';

type Old = Pick<World, 'calls' | 'conferences' | 'messages' | 'recordings' | 'track'>;

export function forgetOld({ calls, conferences, messages, recordings, track }: Old, before: number): void {
  for (const [sid, { endedAt }] of calls) if (endedAt !== null && endedAt < before) calls.delete(sid);
  for (const [sid, { status, updatedAt }] of conferences) {
    if (status === 'completed' && updatedAt < before) conferences.delete(sid);
  }
  for (const [sid, { updatedAt }] of messages) if (updatedAt < before) messages.delete(sid);
  for (const [sid, { endedAt, path }] of recordings) {
    if (endedAt === null || endedAt >= before) continue;
    recordings.delete(sid);
    track(rm(path, { force: true }));
  }
}
