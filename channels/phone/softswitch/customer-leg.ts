/** The customer's own leg of a call, doing one step after the other. What the steps are is the server's affair; here they sound. */
import type { CallStep, Spoken } from '../../voice.ts';
import type { MediaPlane } from '../media/media-plane.ts';
import type { Happening } from './protocol.ts';
import type { Speech } from './speech.ts';

export interface CustomerLegPorts {
  media: MediaPlane;
  speech: Speech;
  /** of its sound */
  mediaId: string;
  /** its next step is asked for */
  ask(what: Happening): void;
  tell(what: Happening): void;
  /** into the conference */
  join(record: boolean): void;
  hangUp(detail: string): void;
  /** where a voicemail goes, and under which id it is told */
  newRecording(): { recordingId: string; path: string };
}

const QUIET_MS = 5_000;
const PATIENCE_MS = 1_500;
/** Shorter than this it is a breath or a click. */
const SHORTEST_S = 1;

export class CustomerLeg {
  readonly #ports: CustomerLegPorts;
  #step: CallStep | null = null;
  #turn = 0;
  #timer: NodeJS.Timeout | null = null;
  #pressed = '';
  #message: string | null = null;
  #whenMessageEnds: () => void = () => {};

  constructor(ports: CustomerLegPorts) {
    this.#ports = ports;
  }

  get step(): CallStep | null {
    return this.#step;
  }

  async run(step: CallStep): Promise<void> {
    const before = this.#step;
    // There is nothing new to say: the music goes on.
    if (before?.do === 'wait' && step.do === 'wait' && step.say.length === 0) {
      this.#step = step;
      return;
    }
    if (before?.do === 'talk' && step.do === 'talk') return;
    this.#turn += 1;
    const turn = this.#turn;
    const isCurrent = (): boolean => this.#turn === turn;
    this.#step = step;
    this.#rest();
    if (step.do !== 'talk') this.#ports.media.place(this.#ports.mediaId, null, { mode: 'talk' });
    switch (step.do) {
      case 'ask':
        await this.#say(step.say, isCurrent);
        if (isCurrent()) this.#awaitKeys(step.seconds);
        return;
      case 'wait':
        await this.#say(step.say, isCurrent);
        if (isCurrent()) void this.#ports.media.play(this.#ports.mediaId, [{ kind: 'music' }], true);
        return;
      case 'take-message':
        await this.#say(step.say, isCurrent);
        if (isCurrent()) await this.#takeMessage(step.maxSeconds);
        return;
      case 'talk':
        await this.#say(step.say, isCurrent);
        if (isCurrent()) this.#ports.join(step.record);
        return;
      case 'forward':
        // There is no line to the telephone network here.
        await this.#say(step.say, isCurrent);
        if (isCurrent()) this.#askNext({ type: 'waited' });
        return;
      case 'hang-up':
        await this.#say(step.say, isCurrent);
        if (isCurrent()) this.#ports.hangUp('');
        return;
      case 'refuse':
        this.#ports.hangUp(step.reason);
    }
  }

  keys(digits: string): void {
    for (const key of digits) this.#key(key);
  }

  /** Nobody has spoken into the voicemail for a while. */
  quiet(recordingId: string): void {
    if (recordingId === this.#message) this.#whenMessageEnds();
  }

  /** Whatever it was doing is over; a voicemail that was begun is kept. */
  end(): void {
    this.#turn += 1;
    this.#rest();
    this.#step = null;
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pressed = '';
    this.#ports.media.stop(this.#ports.mediaId);
    this.#whenMessageEnds();
  }

  async #say(all: Spoken[], isCurrent: () => boolean): Promise<void> {
    for (const spoken of all) {
      const sounds = await this.#ports.speech.say(spoken);
      if (!isCurrent() || this.#pressed !== '') return;
      this.#ports.media.caption(this.#ports.mediaId, spoken.text, spoken.language);
      await this.#ports.media.play(this.#ports.mediaId, sounds, false);
      if (!isCurrent() || this.#pressed !== '') return;
    }
  }

  #awaitKeys(seconds: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#answer(), seconds * 1_000);
  }

  #answer(): void {
    const digits = this.#pressed;
    this.#askNext({ type: 'keys', digits });
  }

  /** The step is done, and the next is the server's to say; should it take its time, nobody is left in silence. */
  #askNext(what: Happening): void {
    this.#turn += 1;
    this.#step = null;
    this.#rest();
    this.#timer = setTimeout(
      () => void this.#ports.media.play(this.#ports.mediaId, [{ kind: 'music' }], true),
      PATIENCE_MS,
    );
    this.#ports.ask(what);
  }

  #key(key: string): void {
    const step = this.#step;
    if (step?.do === 'take-message' && key === '#') this.#whenMessageEnds();
    if (step?.do === 'wait' && step.hearsKeys) this.#ports.ask({ type: 'keys', digits: key });
    if (step?.do !== 'ask') return;
    if (key === step.finishKey) {
      this.#answer();
      return;
    }
    this.#pressed += key;
    // Whoever knows what to press need not hear the rest.
    this.#ports.media.stop(this.#ports.mediaId);
    if (this.#pressed.length >= step.digits) this.#answer();
    else this.#awaitKeys(step.seconds);
  }

  async #takeMessage(maxSeconds: number): Promise<void> {
    const { media, mediaId } = this.#ports;
    const turn = this.#turn;
    await media.play(mediaId, [{ kind: 'beep' }], false);
    if (this.#turn !== turn) return;
    const { recordingId, path } = this.#ports.newRecording();
    media.record({ leg: mediaId }, recordingId, path, QUIET_MS);
    this.#message = recordingId;
    const told = { type: 'recording', purpose: 'voicemail', recordingId } as const;
    this.#ports.tell({ ...told, state: 'started' });
    await new Promise<void>((resolve) => {
      this.#whenMessageEnds = resolve;
      this.#timer = setTimeout(resolve, maxSeconds * 1_000);
    });
    this.#whenMessageEnds = () => {};
    this.#message = null;
    const kept = await media.finish(recordingId).catch(() => null);
    if (kept === null || kept.silent || kept.seconds < SHORTEST_S) this.#ports.tell({ ...told, state: 'absent' });
    else this.#ports.tell({ ...told, state: 'done', seconds: kept.seconds });
    if (this.#turn === turn) this.#askNext({ type: 'waited' });
  }
}
