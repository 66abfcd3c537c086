/** The sound of a visitor's call: one connection to the phone system, which mends itself while the call is there. */

export interface LegPorts {
  track: MediaStreamTrack;
  iceServers: RTCIceServer[];
  /** a whole offer for a whole answer; null: it cannot be asked now. @throws when there will be no call */
  connect(sdp: string): Promise<{ sdp: string } | { gone: true } | null>;
  onStream(stream: MediaStream): void;
  onState(state: 'open' | 'mending' | 'closed'): void;
}

export interface Leg {
  /** @throws when it does not come about */
  open(): Promise<void>;
  mute(muted: boolean): void;
  /** Says that the visitor goes, without waiting for the server. */
  bye(): void;
  close(): void;
}

/** Candidates of this machine come at once; a TURN server that does not answer is not waited for. */
const GATHER_MS = 2_000;
/** A connection often finds itself again within this. */
const PATIENCE_MS = 2_000;
const AGAIN_MS = 3_500;
/** Last words are still to be sent. */
const LAST_MS = 300;

export function createLeg({ track, iceServers, connect, onStream, onState }: LegPorts): Leg {
  let connection: RTCPeerConnection | null = null;
  let words: RTCDataChannel | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  async function negotiate(peer: RTCPeerConnection, options: RTCOfferOptions = {}): Promise<void> {
    await peer.setLocalDescription(await peer.createOffer(options));
    await gathered(peer);
    const answer = await connect(peer.localDescription?.sdp ?? '');
    if (connection !== peer || !answer) return;
    if ('gone' in answer) onState('closed');
    else await peer.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
  }

  async function begin(): Promise<void> {
    connection?.close();
    const peer = new RTCPeerConnection({ iceServers });
    connection = peer;
    peer.addTrack(track);
    words = peer.createDataChannel('parley');
    peer.ontrack = (event) => onStream(new MediaStream([event.track]));
    peer.onconnectionstatechange = () => follow(peer);
    await negotiate(peer);
  }

  function follow(peer: RTCPeerConnection): void {
    if (connection !== peer) return;
    const { connectionState: state } = peer;
    if (state === 'connected') {
      clearTimeout(again);
      onState('open');
    } else if (state === 'disconnected' || state === 'failed') {
      onState('mending');
      mendIn(state === 'failed' ? 0 : PATIENCE_MS);
    }
  }

  function mendIn(ms: number): void {
    clearTimeout(again);
    again = setTimeout(() => void mend(), ms);
  }

  /** By an ICE restart first; where that does not help, by a new connection for the same call. */
  async function mend(): Promise<void> {
    const peer = connection;
    if (isClosed || peer?.connectionState === 'connected') return;
    try {
      if (peer?.signalingState === 'stable' && peer.connectionState === 'disconnected')
        await negotiate(peer, { iceRestart: true });
      else await begin();
    } catch {
      // Neither does the server answer: it is tried again until the call is gone.
    }
    if (!isClosed && connection?.connectionState !== 'connected') mendIn(AGAIN_MS);
  }

  const whenOnline = (): void => void mend();
  window.addEventListener('online', whenOnline);
  return {
    open: begin,
    mute(muted) {
      track.enabled = !muted;
    },
    bye() {
      if (words?.readyState === 'open') words.send('{"bye":true}');
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(again);
      window.removeEventListener('online', whenOnline);
      track.stop();
      const peer = connection;
      connection = null;
      setTimeout(() => peer?.close(), LAST_MS);
    },
  };
}

async function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, GATHER_MS);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
