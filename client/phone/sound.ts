/** Sound of one call: the microphone out, the network in; without a microphone one only hears. */

export interface CallSound {
  offer: string;
  /** whether somebody can hear us */
  hasMicrophone: boolean;
  accept(answer: string): Promise<void>;
  mute(isMuted: boolean): void;
  stop(): void;
}

const GATHER_MS = 1_500;

export async function openSound(speaker: HTMLAudioElement): Promise<CallSound> {
  const microphone = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
  const peer = new RTCPeerConnection();
  const [track] = microphone?.getAudioTracks() ?? [];
  if (microphone && track) peer.addTrack(track, microphone);
  else peer.addTransceiver('audio', { direction: 'sendrecv' });
  peer.addEventListener('track', ({ streams, track: heard }) => {
    speaker.srcObject = streams[0] ?? new MediaStream([heard]);
    void speaker.play().catch(() => undefined);
  });
  await peer.setLocalDescription(await peer.createOffer());
  await gathered(peer);
  return {
    offer: peer.localDescription?.sdp ?? '',
    hasMicrophone: track !== undefined,
    accept: (answer) => peer.setRemoteDescription({ type: 'answer', sdp: answer }),
    mute(isMuted) {
      if (track) track.enabled = !isMuted;
    },
    stop() {
      track?.stop();
      peer.close();
      speaker.srcObject = null;
    },
  };
}

/** The whole offer at once: the network takes nothing later. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    if (peer.iceGatheringState === 'complete') return resolve();
    const timer = setTimeout(resolve, GATHER_MS);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
