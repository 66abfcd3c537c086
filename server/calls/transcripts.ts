/**
 * Has kept recordings written down, where the number says so; what fails is tried again, then told to have failed. The words are a file beside the
 * recording, never in its conversation: whoever may not listen may not read, and both go together.
 */
import { Readable } from 'node:stream';
import type { CallId, FileId } from '../../shared/model/ids.ts';
import type { Book } from './book.ts';
import { say } from './change.ts';
import { type Call, isEnded, type Recording } from './model.ts';
import type { CallDeps } from './ports.ts';

const TRIES = 5;
const AGAIN_MS = 30_000;

/** When the next one of an ended call is due; null: none. While it goes on, its commands must not wait for this. */
export function transcriptsDue(call: Call): number | null {
  if (!isEnded(call)) return null;
  const due = call.recordings.flatMap(({ transcript }) => (transcript ? [transcript.dueAt] : []));
  return due.length === 0 ? null : Math.min(...due);
}

export function createTranscripts(deps: CallDeps, book: Book) {
  async function write(call: Call, recording: Recording): Promise<string> {
    const { inbox, voice } = await book.line(call.inboxId);
    const by = voice.policyOf?.(inbox).recordings.transcription;
    if (!by || !deps.transcriber || !recording.fileId) throw new Error('Nobody writes down what was said.');
    const bytes = await deps.bytesOf?.(recording.fileId);
    if (!bytes) throw new Error('The recording is not there any more.');
    const key = (await deps.transcriptionKey?.(inbox.id)) ?? null;
    const { language } = call.menu;
    return deps.transcriber.transcribe({ bytes, name: `${recording.id}.wav` }, { ...by, key, language });
  }

  /** Noted down at its recording before anybody can fetch it: its rules are the recording's. Null: there are no words. */
  async function keep(call: Call, recording: Recording, text: string): Promise<FileId | null> {
    if (text === '') return null;
    const { id: textId } = await deps.keepRecording(call.inboxId, Readable.from([Buffer.from(text)]), `${call.id}.txt`);
    const after = await book.update(call.id, (present) => ({
      ...present,
      recordings: present.recordings.map((one) =>
        one.id === recording.id && !one.removedAt ? { ...one, textId } : one,
      ),
    }));
    return after.recordings.some((one) => one.textId === textId) ? textId : null;
  }

  return async function transcribe(id: CallId): Promise<void> {
    const call = await deps.calls.find(id);
    const now = deps.clock.now();
    if (!call || !isEnded(call)) return;
    for (const recording of call.recordings) {
      const { transcript, fileId, purpose } = recording;
      if (!transcript || transcript.dueAt > now || !fileId) continue;
      let textId: FileId | null | undefined = recording.textId;
      let why = '';
      try {
        if (textId === undefined) textId = await keep(call, recording, await write(call, recording));
        if (textId !== null && call.conversationId)
          await deps.attachFiles([{ id: textId }], call.conversationId, 'team');
      } catch (error) {
        why = error instanceof Error ? error.message.slice(0, 300) : 'no answer';
        deps.log.warn({ err: error, callId: id }, 'What was said was not written down; it is tried again.');
      }
      const tries = transcript.tries + 1;
      const isOver = why === '' || tries >= TRIES;
      await book.update(id, (present, world) => {
        const recordings = present.recordings.map((one) =>
          one.id === recording.id
            ? { ...one, transcript: isOver ? null : { tries, dueAt: world.now + AGAIN_MS * 2 ** tries } }
            : one,
        );
        const known = { ...present, recordings };
        // Its recording went meanwhile: so did what was written down of it.
        if (present.recordings.some(({ id, removedAt }) => id === recording.id && removedAt)) return present;
        if (why === '') return say(known, world.now, { what: 'transcribed', purpose, fileId, textId: textId ?? null });
        return isOver || tries === 1
          ? say(known, world.now, { what: 'not-transcribed', purpose, fileId, why, isFinal: isOver })
          : known;
      });
    }
  };
}
