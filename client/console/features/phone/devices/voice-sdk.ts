/** Loads Twilio's SDK; for the simulator on this machine, which has no certificate, its signalling goes unencrypted. */

type VoiceSdk = typeof import('@twilio/voice-sdk');

let loading: Promise<VoiceSdk> | null = null;

/** The SDK takes hold of `WebSocket` once, while it is loaded, and knows nothing but wss. */
export async function loadVoiceSdk(gateway: string | undefined): Promise<VoiceSdk> {
  if (loading !== null) return loading;
  if (gateway === undefined || window.location.protocol === 'https:') {
    loading = import('@twilio/voice-sdk');
    return loading;
  }
  const Encrypted = window.WebSocket;
  window.WebSocket = class extends Encrypted {
    constructor(address: string | URL, protocols?: string | string[]) {
      const given = String(address);
      super(given.startsWith(`wss://${gateway}/`) ? given.replace(/^wss:/, 'ws:') : given, protocols);
    }
  };
  loading = import('@twilio/voice-sdk');
  try {
    return await loading;
  } finally {
    window.WebSocket = Encrypted;
  }
}
