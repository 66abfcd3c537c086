/** Has kept recordings written down, where the number says so; what fails is tried again, then told to have failed. */
import type { CallId } from '../../shared/model/ids.ts';
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

  return async function transcribe(id: CallId): Promise<void> {
    const call = await deps.calls.find(id);
    const now = deps.clock.now();
    if (!call || !isEnded(call)) return;
    for (const recording of call.recordings) {
      const { transcript, fileId, purpose } = recording;
      if (!transcript || transcript.dueAt > now || !fileId) continue;
      let text: string | null = null;
      let why = '';
      try {
        text = await write(call, recording);
      } catch (error) {
        why = error instanceof Error ? error.message.slice(0, 300) : 'no answer';
        deps.log.warn({ err: error, callId: id }, 'What was said was not written down; it is tried again.');
      }
      const tries = transcript.tries + 1;
      const isOver = text !== null || tries >= TRIES;
      await book.update(id, (present, world) => {
        const recordings = present.recordings.map((one) =>
          one.id === recording.id
            ? { ...one, transcript: isOver ? null : { tries, dueAt: world.now + AGAIN_MS * 2 ** tries } }
            : one,
        );
        const known = { ...present, recordings };
        if (text !== null) return say(known, world.now, { what: 'transcribed', purpose, fileId, text });
        return isOver || tries === 1
          ? say(known, world.now, { what: 'not-transcribed', purpose, fileId, why, isFinal: isOver })
          : known;
      });
    }
  };
}
