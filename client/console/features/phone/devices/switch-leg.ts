/** One leg at the softswitch: its connection, which mends itself while the softswitch still has the leg. */
import type { CallId, LegId } from '../../../../../shared/model/ids.ts';
import type { DeviceCall, DeviceQuality } from '../device.ts';
import { toQuality } from './quality.ts';

/** Passes a whole offer to the softswitch and brings its whole answer. */
export type Connect = (callId: CallId, legId: LegId, sdp: string) => Promise<{ sdp: string } | { gone: true }>;

export interface SwitchLegPorts {
  track: MediaStreamTrack;
  iceServers(): Promise<RTCIceServer[]>;
  isMuted(): boolean;
  connect(sdp: string): Promise<{ sdp: string } | { gone: true }>;
  onStream(stream: MediaStream): void;
  onState(state: DeviceCall['state']): void;
}

/** Candidates of this machine come at once; a TURN server that does not answer is not waited for. */
const GATHER_MS = 2_000;
/** A connection often finds itself again within this. */
const PATIENCE_MS = 2_000;
const AGAIN_MS = 1_500;
const LOOK_MS = 2_000;
/** Words that are still to be sent when a leg is closed. */
const LAST_WORDS_MS = 300;

export class SwitchLeg {
  readonly #ports: SwitchLegPorts;
  /** Each leg mutes a track of its own. */
  #track: MediaStreamTrack;
  #connection: RTCPeerConnection | null = null;
  #words: RTCDataChannel | null = null;
  #isClosed = false;
  #again: number | undefined;
  #looking: number | undefined;
  #quality: DeviceQuality | null = null;
  #counted = { received: 0, lost: 0 };
  readonly #whenOnline = (): void => void this.#mend();

  constructor(ports: SwitchLegPorts) {
    this.#ports = ports;
    this.#track = ports.track.clone();
  }

  /** @throws Error when the softswitch cannot be reached */
  async open(): Promise<void> {
    window.addEventListener('online', this.#whenOnline);
    this.#looking = window.setInterval(() => void this.#look(), LOOK_MS);
    await this.#connect();
  }

  mute(muted: boolean): void {
    this.#track.enabled = !muted;
  }

  replaceTrack(track: MediaStreamTrack): void {
    this.#track.stop();
    this.#track = track.clone();
    this.mute(this.#ports.isMuted());
    for (const sender of this.#connection?.getSenders() ?? []) void sender.replaceTrack(this.#track);
  }

  quality(): DeviceQuality | null {
    return this.#quality;
  }

  /** Says that it goes, without waiting for the server. */
  bye(): void {
    if (this.#words?.readyState === 'open') this.#words.send(JSON.stringify({ bye: true }));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    window.removeEventListener('online', this.#whenOnline);
    window.clearTimeout(this.#again);
    window.clearInterval(this.#looking);
    this.#track.stop();
    const connection = this.#connection;
    this.#connection = null;
    if (connection) connection.onconnectionstatechange = null;
    window.setTimeout(() => connection?.close(), LAST_WORDS_MS);
  }

  async #connect(): Promise<void> {
    const iceServers = await this.#ports.iceServers();
    if (this.#isClosed) return;
    this.#connection?.close();
    const connection = new RTCPeerConnection({ iceServers });
    this.#connection = connection;
    this.#counted = { received: 0, lost: 0 };
    this.mute(this.#ports.isMuted());
    connection.addTrack(this.#track);
    this.#words = connection.createDataChannel('parley');
    connection.ontrack = ({ track }) => this.#ports.onStream(new MediaStream([track]));
    connection.onconnectionstatechange = () => this.#follow(connection);
    await this.#negotiate(connection, {});
  }

  async #negotiate(connection: RTCPeerConnection, options: RTCOfferOptions): Promise<void> {
    await connection.setLocalDescription(await connection.createOffer(options));
    await gathered(connection);
    const answer = await this.#ports.connect(connection.localDescription?.sdp ?? '');
    if (this.#connection !== connection) return;
    if ('gone' in answer) this.#ports.onState('closed');
    else await connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
  }

  #follow(connection: RTCPeerConnection): void {
    if (this.#connection !== connection) return;
    const state = connection.connectionState;
    if (state === 'connected') {
      window.clearTimeout(this.#again);
      this.#ports.onState('open');
    } else if (state === 'disconnected' || state === 'failed') {
      this.#ports.onState('reconnecting');
      this.#mendIn(state === 'failed' ? 0 : PATIENCE_MS);
    }
  }

  #mendIn(ms: number): void {
    window.clearTimeout(this.#again);
    this.#again = window.setTimeout(() => void this.#mend(), ms);
  }

  /** By an ICE restart first; where that does not help, by a new connection for the same leg. */
  async #mend(): Promise<void> {
    const connection = this.#connection;
    if (this.#isClosed || connection?.connectionState === 'connected') return;
    try {
      if (connection?.signalingState === 'stable' && connection.connectionState === 'disconnected')
        await this.#negotiate(connection, { iceRestart: true });
      else await this.#connect();
    } catch {
      // Neither does the server answer: it is tried again until the leg is gone.
    }
    if (!this.#isClosed && this.#connection?.connectionState !== 'connected') this.#mendIn(AGAIN_MS + GATHER_MS);
  }

  async #look(): Promise<void> {
    const figures = { roundTripMs: 0, jitterMs: 0 };
    let [received, lost] = [0, 0];
    (await this.#connection?.getStats())?.forEach((report) => {
      if (report.type === 'candidate-pair' && report.nominated)
        figures.roundTripMs = (report.currentRoundTripTime ?? 0) * 1_000;
      if (report.type !== 'inbound-rtp') return;
      figures.jitterMs = (report.jitter ?? 0) * 1_000;
      [received, lost] = [report.packetsReceived ?? 0, Math.max(0, report.packetsLost ?? 0)];
    });
    const [came, missed] = [received - this.#counted.received, Math.max(0, lost - this.#counted.lost)];
    this.#counted = { received, lost };
    // Nothing at all came: as bad as it can be.
    const share = came + missed > 0 ? missed / (came + missed) : 1;
    this.#quality = received > 0 ? toQuality({ ...figures, lost: share }) : null;
  }
}

async function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === 'complete') return;
  await new Promise<void>((resolve) => {
    const timer = window.setTimeout(resolve, GATHER_MS);
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState !== 'complete') return;
      window.clearTimeout(timer);
      resolve();
    });
  });
}
