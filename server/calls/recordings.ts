/** Fetches recordings from the line and keeps them as files of the conversation, for the team. */
import type { CallId } from '../../shared/model/ids.ts';
import type { Book } from './book.ts';
import { say } from './change.ts';
import type { Call, Recording } from './model.ts';
import type { CallDeps } from './ports.ts';

export type KeepRecordings = (id: CallId) => Promise<void>;

/** A recording may come half a minute after its end, and its line may be away for some hours. */
const TRIES = 40;
const AGAIN_MS = 3_000;
const LONGEST_MS = 10 * 60_000;

export function createKeepRecordings(deps: CallDeps, book: Book): KeepRecordings {
  async function fetch(call: Call, recording: Recording) {
    const { inbox, voice } = await book.line(call.inboxId);
    const ref = { callId: call.id, inbox, externalId: call.externalId };
    return voice.provider(inbox).fetchRecording(ref, recording.id);
  }

  function change(recordingId: string, make: (one: Recording) => Partial<Recording>) {
    return (call: Call): Call => ({
      ...call,
      recordings: call.recordings.map((one) => (one.id === recordingId ? { ...one, ...make(one) } : one)),
    });
  }

  return async (id) => {
    const call = await deps.calls.find(id);
    const now = deps.clock.now();
    if (!call?.conversationId) return;
    const { conversationId } = call;
    const { inbox, voice } = await book.line(call.inboxId);
    const policy = voice.policyOf?.(inbox).recordings;
    const transcribes = (policy?.transcription ?? null) !== null;
    const deletesCopy = (policy?.deletesCopy ?? true) && voice.provider(inbox).deleteRecording !== undefined;
    for (const recording of call.recordings) {
      const { purpose, seconds } = recording;
      if (recording.kept || recording.state === 'started' || recording.dueAt > now) continue;
      const settle = (file: Awaited<ReturnType<typeof fetch>>) =>
        book.update(id, (present, world) => {
          const known = present.recordings.find((one) => one.id === recording.id);
          if (!known || known.kept) return present;
          const isWritten = file !== null && transcribes;
          const kept = change(recording.id, () => ({
            ...{ kept: true, ...(file && { fileId: file.id }) },
            ...(isWritten && { transcript: { tries: 0, dueAt: world.now } }),
            // Where nothing was had, the provider's copy is the only one.
            ...(file && deletesCopy && { copy: { tries: 0, dueAt: world.now } }),
          }))(present);
          return say(
            kept,
            world.now,
            file ? { what: 'recorded', purpose, file, seconds } : { what: 'not-recorded', purpose },
          );
        });
      if (recording.state === 'absent') {
        await settle(null);
        continue;
      }
      const file = await fetch(call, recording).catch((error: unknown) => {
        deps.log.warn({ err: error, callId: id, recordingId: recording.id }, 'A recording could not be fetched yet.');
        return null;
      });
      if (file) {
        // Known before anybody can fetch it, so that its rules hold for it whenever this process dies.
        if (recording.fileId) await deps.retract?.([recording.fileId], conversationId);
        await book.update(
          id,
          change(recording.id, () => ({ fileId: file.id })),
        );
        await deps.attachFiles([file], conversationId, 'team');
        await settle(file);
      } else if (recording.tries + 1 >= TRIES) await settle(null);
      else {
        const wait = Math.min(LONGEST_MS, AGAIN_MS * 2 ** Math.min(12, recording.tries / 2));
        await book.update(
          id,
          change(recording.id, ({ tries }) => ({ tries: tries + 1, dueAt: now + wait })),
        );
      }
    }
  };
}
