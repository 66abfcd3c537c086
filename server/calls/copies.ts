/** Has the provider's own copies of recordings deleted, once ours is stored or its customer was erased; what fails is tried again for days. */
import type { CallRef, CommandResult } from '../../channels/voice.ts';
import type { CallId } from '../../shared/model/ids.ts';
import type { Book } from './book.ts';
import { type Call, isEnded, type Recording } from './model.ts';
import type { CallDeps } from './ports.ts';

const TRIES = 60;
const AGAIN_MS = 5_000;
const LONGEST_MS = 3 * 3_600_000;

/** When the next one of an ended call is due; null: none. While it goes on, its commands must not wait for this. */
export function copiesDue(call: Call): number | null {
  if (!isEnded(call)) return null;
  const due = call.recordings.flatMap(({ copy }) => (copy ? [copy.dueAt] : []));
  return due.length === 0 ? null : Math.min(...due);
}

export function createDeleteCopies(deps: CallDeps, book: Book) {
  const { clock, log } = deps;

  /** Null: the provider keeps none. */
  async function remove(call: Call, { id }: Recording): Promise<CommandResult | null> {
    const { inbox, voice } = await book.line(call.inboxId);
    const ref: CallRef = { callId: call.id, inbox, externalId: call.externalId };
    return (await voice.provider(inbox).deleteRecording?.(ref, id)) ?? null;
  }

  return async function deleteCopies(id: CallId): Promise<void> {
    const call = await deps.calls.find(id);
    if (!call || !isEnded(call)) return;
    for (const recording of call.recordings) {
      const { copy } = recording;
      if (!copy || copy.dueAt > clock.now()) continue;
      const result = await remove(call, recording).catch(
        (error: unknown): CommandResult => ({ state: 'failed', retryable: true, reason: String(error) }),
      );
      const tries = copy.tries + 1;
      const isRefused = result?.state === 'failed';
      if (isRefused)
        log.warn({ callId: id, recordingId: recording.id, reason: result.reason }, 'A copy was not deleted.');
      const isOver = !isRefused || tries >= TRIES;
      // Before it is let go of: told twice rather than never.
      if (isOver && result) {
        const action = isRefused ? 'recording.copy-kept' : 'recording.copy-deleted';
        await deps.audit?.(action, id, { recordingId: recording.id, ...(isRefused && { reason: result.reason }) });
      }
      const next = isOver ? null : { tries, dueAt: clock.now() + Math.min(LONGEST_MS, AGAIN_MS * 2 ** tries) };
      await book.update(id, (present) => ({
        ...present,
        recordings: present.recordings.map((one) => (one.id === recording.id ? { ...one, copy: next } : one)),
      }));
    }
  };
}

/** Of a customer who is erased: nothing is fetched or written down any more, and what the provider has goes. Pure. */
export function eraseRecordings(recordings: readonly Recording[], now: number): Recording[] {
  return recordings.map((one) => {
    const { fileId: _file, textId: _text, ...rest } = one;
    return { ...rest, kept: true, removedAt: now, transcript: null, copy: { tries: 0, dueAt: 0 } };
  });
}
