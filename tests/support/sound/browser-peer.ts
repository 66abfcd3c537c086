/** The browser's end of a connection, in Node: says one tone, and tells what it hears. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import wrtc from '@roamhq/wrtc';

const { RTCPeerConnection, nonstandard } = wrtc;
const RATE = 48_000;
const FRAME = 480;
/** a fifth of a second */
const KEPT = 20;

export class BrowserPeer {
  readonly connection = new RTCPeerConnection();
  readonly #source = new nonstandard.RTCAudioSource();
  readonly #track = this.#source.createTrack();
  readonly #timer: NodeJS.Timeout;
  #sink: InstanceType<typeof nonstandard.RTCAudioSink> | null = null;
  #frames: Int16Array[] = [];
  #said = 0;
  #whenHeard: (samples: Int16Array) => void = () => {};
  hz: number;

  readonly #channel: RTCDataChannel;
  readonly #words: unknown[] = [];
  #whenTold: () => void = () => {};

  constructor(hz: number) {
    this.hz = hz;
    this.#channel = this.connection.createDataChannel('parley');
    this.#channel.onmessage = ({ data }) => {
      this.#words.push(JSON.parse(String(data)));
      this.#whenTold();
    };
    this.connection.addTrack(this.#track);
    this.connection.ontrack = ({ track }) => {
      this.#sink = new nonstandard.RTCAudioSink(track);
      this.#sink.ondata = (({ samples }: { samples: Int16Array }) => {
        if (samples.length !== FRAME) return;
        this.#frames.push(samples);
        if (this.#frames.length === KEPT) this.#tell();
      }) as NonNullable<InstanceType<typeof nonstandard.RTCAudioSink>['ondata']>;
    };
    let due = performance.now();
    this.#timer = setInterval(() => {
      for (; due < performance.now(); due += 10) this.#say();
    }, 10);
  }

  /** @returns the whole offer */
  async offer(options: RTCOfferOptions = {}): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer(options));
    return this.#described();
  }

  async accept(answer: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  async answer(offer: string): Promise<string> {
    await this.connection.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.connection.setLocalDescription(await this.connection.createAnswer());
    return this.#described();
  }

  /** The next fifth of a second that it hears from now on. */
  hear(): Promise<Int16Array> {
    this.#frames = [];
    return new Promise((resolve) => {
      this.#whenHeard = resolve;
    });
  }

  /** What the other side says beside its sound, in order. */
  words(): { next(): Promise<unknown> } {
    return {
      next: async () => {
        while (this.#words.length === 0)
          await new Promise<void>((resolve) => {
            this.#whenTold = resolve;
          });
        return this.#words.shift();
      },
    };
  }

  /** As soon as the channel is open. */
  tell(word: object): void {
    const send = (): void => this.#channel.send(JSON.stringify(word));
    if (this.#channel.readyState === 'open') send();
    else this.#channel.onopen = send;
  }

  close(): void {
    clearInterval(this.#timer);
    this.connection.ontrack = null;
    this.#channel.onmessage = null;
    if (this.#sink) {
      this.#sink.ondata = null;
      this.#sink.stop();
    }
    this.#track.stop();
    this.connection.close();
  }

  #tell(): void {
    const all = new Int16Array(KEPT * FRAME);
    for (const [at, frame] of this.#frames.entries()) all.set(frame, at * FRAME);
    this.#frames = [];
    this.#whenHeard(all);
  }

  #say(): void {
    const samples = new Int16Array(FRAME);
    for (let at = 0; at < FRAME; at += 1, this.#said += 1)
      samples[at] = Math.round(8_000 * Math.sin((2 * Math.PI * this.hz * this.#said) / RATE));
    this.#source.onData({ samples, sampleRate: RATE, bitsPerSample: 16, channelCount: 1, numberOfFrames: FRAME });
  }

  async #described(): Promise<string> {
    while (this.connection.iceGatheringState !== 'complete')
      await new Promise((resolve) =>
        this.connection.addEventListener('icegatheringstatechange', resolve, { once: true }),
      );
    return this.connection.localDescription?.sdp ?? '';
  }
}

const ROUNDS = 4;

/**
 * Lets go of wrtc's sound sources while Node is still whole: one that is left at a natural end of the process crashes it (node-webrtc issue 636).
 * Call it after everything is closed and no variable holds it.
 */
export async function forgetSources(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // In a worker that has run many tests one round takes a second.
  for (let round = 0; round < ROUNDS; round += 1) {
    // Closing is told from threads of its own.
    await new Promise((resolve) => setTimeout(resolve, 50));
    collect();
  }
}
