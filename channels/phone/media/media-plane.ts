/**
 * Sound, apart from anybody's signalling: legs that hear and are heard, alone or in rooms. Both the softswitch (browsers connect to it) and the
 * Twilio simulator (its calls end in it) are built on one. Everything is mono, 16 bit, 48 kHz inside.
 */

/** What a leg is played while it is in no room, or held. */
export type Sound =
  /** synthesised, no foreign audio */
  | { kind: 'music' }
  | { kind: 'ringback' }
  | { kind: 'beep' }
  | { kind: 'silence'; ms: number }
  /** Hz, for tests and for telling parties apart */
  | { kind: 'tone'; hz: number; ms: number }
  /** 16-bit mono at 48 kHz */
  | { kind: 'samples'; samples: Int16Array };

export type LegRole = { mode: 'talk' } | { mode: 'listen' } | { mode: 'coach'; coachOf: string };

export interface LegStats {
  packetsReceived: number;
  packetsLost: number;
  roundTripMs: number;
  jitterMs: number;
  /** loudness of the last moment, 0 to 1 */
  level: number;
}

export type MediaEvent =
  /** sound flows both ways */
  | { type: 'connected'; legId: string }
  /** the peer went without a word, or ICE failed for good; the leg stays where it is, for `connect` again, until it is removed */
  | { type: 'lost'; legId: string; reason: string }
  /** what `press`, or the page behind the leg, told */
  | { type: 'keys'; legId: string; digits: string }
  /** the page behind it hangs up */
  | { type: 'bye'; legId: string }
  /** nobody has said anything into the recording for as long as was asked for */
  | { type: 'quiet'; recordingId: string };

/** What is recorded: all that a room says, what a leg says (voicemail), or what a leg hears (for tests and simulated phones). */
export type Recorded = { room: string } | { leg: string } | { heardBy: string };

export interface MediaPlane {
  /**
   * A browser's leg: its whole SDP offer, answered by a whole answer with our candidates (no trickle). The same id again: it reconnects, by an ICE
   * restart where the offer is of the same connection. Descriptions offer no telephone-event, so browsers tell keys by their signalling, or by a
   * data channel of the connection: `{keys}` and `{bye: true}` from the page, `{caption: {text, language}}` to it.
   */
  connect(legId: string, offer: string): Promise<{ answer: string }>;
  /** Our side offers (a browser that is called, as in Twilio's signalling); `accept` takes the browser's answer. */
  offer(legId: string): Promise<{ offer: string }>;
  accept(legId: string, answer: string): Promise<void>;
  /** Words for the page behind a leg, if it opened a data channel. */
  caption(legId: string, text: string, language: string): void;
  /** A leg without a peer: what it "says" is `speak`, what it hears can be recorded. For simulated phones and tests. */
  synthetic(legId: string): void;
  speak(legId: string, sound: Sound[], loop: boolean): void;
  /** Ends the leg, wherever it is; one that is not there is no fault. */
  remove(legId: string): void;

  /**
   * Plays these one after the other to the leg, instead of the room; resolves when they were heard, or were stopped. Looped: until stopped. Waits
   * until the leg is connected. Music and ringback are one round of themselves. Whatever is played is stopped by other sounds and by `place`.
   */
  play(legId: string, sounds: Sound[], loop: boolean): Promise<'played' | 'stopped'>;
  stop(legId: string): void;
  /** Into a room, which begins with its first leg and ends with its last; null: out of it. */
  place(legId: string, room: string | null, role: LegRole): void;
  set(legId: string, change: { muted?: boolean; held?: boolean; role?: LegRole }): void;
  /** Keys of a leg, told by its signalling: the event `keys`, and tones into the room it is in. `w` waits half a second. */
  press(legId: string, digits: string): void;

  /** Into a WAV file, 16 kHz: as long as the room or the leg is there, until it is finished. `quietAfterMs`: when to tell that nobody speaks. */
  record(what: Recorded, recordingId: string, path: string, quietAfterMs?: number): void;
  /** `silence` (the default) keeps the length of the call, `skip` cuts it out. */
  pause(recordingId: string, as?: 'silence' | 'skip'): void;
  resume(recordingId: string): void;
  /** Ends it; `silent`: nobody said anything. @throws when it is not there or could not be written */
  finish(recordingId: string): Promise<{ seconds: number; silent: boolean }>;

  stats(legId: string): Promise<LegStats | null>;
  rooms(): { room: string; legs: string[] }[];
  onEvent(listener: (event: MediaEvent) => void): () => void;
  stopAll(): Promise<void>;
}
