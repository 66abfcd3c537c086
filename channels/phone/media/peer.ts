/** One browser's connection: its sound as frames, and ours to it. */
import { FRAME, RATE } from './frame.ts';
import type { Arrived } from './frame-queue.ts';
import { isSamePeer, withoutKeys } from './sdp.ts';
import { type Channel, type Connection, nonstandard, RTCPeerConnection, type SoundSink, type Track } from './webrtc.ts';

export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

export interface PeerConfig {
  /** asked for each connection, because what a TURN server is told lapses */
  iceServers(): IceServer[];
  /** UDP ports to take; absent: any */
  ports?: { min: number; max: number };
  /** without a word for this long it is lost; ICE restarts within it are not noticed */
  lostAfterMs: number;
}

export interface PeerEvents {
  onSound(arrived: Arrived): void;
  onConnected(): void;
  onLost(reason: string): void;
  /** a message of the page behind the peer, as it came */
  onWord(text: string): void;
}

/** Candidates are waited for this long: those of this machine come at once, a TURN server that does not answer is not waited for. */
const GATHER_MS = 2_000;
const MOST_UNSAID = 20;
const LONGEST_WORD = 1_000;

export class Peer {
  readonly #connection: Connection;
  readonly #source = new nonstandard.RTCAudioSource();
  readonly #track = this.#source.createTrack();
  readonly #config: PeerConfig;
  readonly #events: PeerEvents;
  #sink: SoundSink<Arrived> | null = null;
  #lost: NodeJS.Timeout | null = null;
  #isClosed = false;
  #channel: Channel | null = null;
  /** said before there was a channel for it */
  #unsaid: string[] = [];

  constructor(config: PeerConfig, events: PeerEvents) {
    this.#config = config;
    this.#events = events;
    // `portRange` is wrtc's own.
    const settings = { iceServers: config.iceServers(), ...(config.ports && { portRange: config.ports }) };
    this.#connection = new RTCPeerConnection(settings);
    this.#connection.ontrack = ({ track }) => this.#listen(track);
    this.#connection.onconnectionstatechange = () => this.#follow();
    this.#connection.ondatachannel = ({ channel }) => this.#converse(channel);
  }

  get isConnected(): boolean {
    return this.#connection.connectionState === 'connected';
  }

  /** Takes an offer: the first one, or one of the same peer again. */
  async answer(offer: string): Promise<string> {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
    if (this.#connection.getSenders().every(({ track }) => track !== this.#track))
      this.#connection.addTrack(this.#track);
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    return this.#described();
  }

  async offer(): Promise<string> {
    this.#connection.addTrack(this.#track);
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    return this.#described();
  }

  async accept(answer: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  /** Whether an offer is of the browser's connection that this is. */
  isOf(offer: string): boolean {
    const before = this.#connection.remoteDescription?.sdp;
    return before !== undefined && this.#connection.signalingState === 'stable' && isSamePeer(before, offer);
  }

  send(samples: Int16Array): void {
    if (this.#isClosed) return;
    this.#source.onData({ samples, sampleRate: RATE, bitsPerSample: 16, channelCount: 1, numberOfFrames: FRAME });
  }

  /** Words beside the sound, for the page behind the peer; one that opens no channel gets none. */
  tell(text: string): void {
    if (this.#channel?.readyState === 'open') this.#channel.send(text);
    else if (this.#unsaid.length < MOST_UNSAID) this.#unsaid.push(text);
  }

  async stats(): Promise<{ packetsReceived: number; packetsLost: number; roundTripMs: number; jitterMs: number }> {
    const told = { packetsReceived: 0, packetsLost: 0, roundTripMs: 0, jitterMs: 0 };
    if (this.#isClosed) return told;
    (await this.#connection.getStats()).forEach((report) => {
      if (report.type === 'inbound-rtp') {
        told.packetsReceived += report.packetsReceived ?? 0;
        told.packetsLost += report.packetsLost ?? 0;
        told.jitterMs = (report.jitter ?? 0) * 1_000;
      }
      if (report.type === 'candidate-pair' && report.nominated)
        told.roundTripMs = (report.currentRoundTripTime ?? 0) * 1_000;
    });
    return told;
  }

  /** Everything that holds threads of its own is let go of, in this order: wrtc does not do it when the connection closes. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#found();
    this.#connection.ontrack = null;
    this.#connection.ondatachannel = null;
    if (this.#channel) this.#channel.onmessage = null;
    this.#connection.onconnectionstatechange = null;
    this.#silence();
    this.#track.stop();
    this.#connection.close();
  }

  #silence(): void {
    if (this.#sink === null) return;
    this.#sink.ondata = null;
    this.#sink.stop();
    this.#sink = null;
  }

  #converse(channel: Channel): void {
    this.#channel = channel;
    channel.onmessage = ({ data }) => {
      if (typeof data === 'string' && data.length <= LONGEST_WORD) this.#events.onWord(data);
    };
    const open = (): void => {
      for (const text of this.#unsaid.splice(0)) channel.send(text);
    };
    if (channel.readyState === 'open') open();
    else channel.onopen = open;
  }

  #listen(track: Track): void {
    this.#silence();
    const sink = new nonstandard.RTCAudioSink<Arrived>(track);
    sink.ondata = (data) => this.#events.onSound(data);
    this.#sink = sink;
  }

  #follow(): void {
    const state = this.#connection.connectionState;
    if (state === 'connected') {
      this.#found();
      this.#events.onConnected();
    } else if (state === 'failed' || state === 'closed') {
      this.#found();
      this.#events.onLost(`ice ${state}`);
    } else if (state === 'disconnected' && this.#lost === null) {
      this.#lost = setTimeout(() => this.#events.onLost('ice disconnected'), this.#config.lostAfterMs);
    }
  }

  #found(): void {
    if (this.#lost !== null) clearTimeout(this.#lost);
    this.#lost = null;
  }

  async #described(): Promise<string> {
    if (this.#connection.iceGatheringState !== 'complete') {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.#connection.onicegatheringstatechange = null;
          resolve();
        };
        const timer = setTimeout(done, GATHER_MS);
        this.#connection.onicegatheringstatechange = () => {
          if (this.#connection.iceGatheringState === 'complete') done();
        };
      });
    }
    const { sdp } = this.#connection.localDescription ?? {};
    if (sdp === undefined) throw new Error('The connection is closed.');
    return withoutKeys(sdp);
  }
}
