/** The part of WebRTC that a server uses of wrtc, typed here: the standard's own types are the browser's, and the server is compiled without them. */
import wrtc from '@roamhq/wrtc';
import type { IceServer } from './peer.ts';

export interface Track {
  stop(): void;
}

export interface Channel {
  readyState: string;
  send(text: string): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onopen: (() => void) | null;
}

interface Description {
  type: 'offer' | 'answer';
  sdp: string;
}

/** A line of a connection's statistics (W3C webrtc-stats §6). */
export interface StatsLine {
  type: string;
  packetsReceived?: number;
  packetsLost?: number;
  /** seconds */
  jitter?: number;
  nominated?: boolean;
  /** seconds */
  currentRoundTripTime?: number;
}

export interface Connection {
  readonly connectionState: string;
  readonly signalingState: string;
  readonly iceGatheringState: string;
  readonly localDescription: Description | null;
  readonly remoteDescription: Description | null;
  ontrack: ((event: { track: Track }) => void) | null;
  onconnectionstatechange: (() => void) | null;
  onicegatheringstatechange: (() => void) | null;
  ondatachannel: ((event: { channel: Channel }) => void) | null;
  setRemoteDescription(description: Description): Promise<void>;
  setLocalDescription(description: Description): Promise<void>;
  createAnswer(): Promise<Description>;
  createOffer(): Promise<Description>;
  getSenders(): { track: Track | null }[];
  addTrack(track: Track): void;
  getStats(): Promise<{ forEach(look: (line: StatsLine) => void): void }>;
  close(): void;
}

export interface SoundFrame {
  samples: Int16Array;
  sampleRate: number;
  bitsPerSample: number;
  channelCount: number;
  numberOfFrames: number;
}

export interface SoundSource {
  createTrack(): Track;
  onData(frame: SoundFrame): void;
}

export interface SoundSink<Frame> {
  ondata: ((frame: Frame) => void) | null;
  stop(): void;
}

interface WebRtc {
  /** `portRange` is wrtc's own */
  RTCPeerConnection: new (settings: {
    iceServers: IceServer[];
    portRange?: { min: number; max: number };
  }) => Connection;
  nonstandard: {
    RTCAudioSource: new () => SoundSource;
    RTCAudioSink: new <Frame>(track: Track) => SoundSink<Frame>;
  };
}

export const { RTCPeerConnection, nonstandard } = wrtc as unknown as WebRtc;
