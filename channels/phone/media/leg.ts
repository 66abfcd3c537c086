/** One leg of the media plane: what it says and what it is played. */
import { FRAME, loudnessOf } from './frame.ts';
import { FrameQueue } from './frame-queue.ts';
import { Limiter } from './limiter.ts';
import type { LegRole, Sound } from './media-plane.ts';
import type { Voice } from './mix.ts';
import type { Peer } from './peer.ts';
import { Player } from './player.ts';
import { keyWaves, waveOf } from './waves.ts';

const HOLD: Sound[] = [{ kind: 'music' }];

export class Leg implements Voice {
  readonly legId: string;
  readonly queue = new FrameQueue();
  readonly limiter = new Limiter();
  /** null: synthetic, or not connected yet */
  peer: Peer | null = null;
  isSynthetic = false;
  room: string | null = null;
  role: LegRole = { mode: 'talk' };
  isMuted = false;
  held = false;
  said: Int16Array | null = null;
  /** what it hears in this frame */
  readonly heard = new Int16Array(FRAME);
  isHearing = false;
  #played: { player: Player; end(how: 'played' | 'stopped'): void } | null = null;
  #hold: Player | null = null;
  #speech: Player | null = null;
  #keys: Player | null = null;
  readonly #spoken = new Int16Array(FRAME);

  constructor(legId: string) {
    this.legId = legId;
  }

  /** Keys are heard of who is muted, too. */
  get muted(): boolean {
    return this.isMuted && this.#keys === null;
  }

  get level(): number {
    return this.said === null ? 0 : loudnessOf(this.said);
  }

  get isPlayed(): boolean {
    return this.#played !== null;
  }

  /** Has somebody at its end who hears. */
  get isThere(): boolean {
    return this.isSynthetic || this.peer?.isConnected === true;
  }

  play(sounds: Sound[], loop: boolean): Promise<'played' | 'stopped'> {
    this.stop();
    return new Promise((resolve) => {
      this.#played = { player: new Player(sounds.map(waveOf), loop), end: resolve };
    });
  }

  stop(): void {
    const played = this.#played;
    this.#played = null;
    played?.end('stopped');
  }

  speak(sounds: Sound[], loop: boolean): void {
    this.#speech = sounds.length === 0 ? null : new Player(sounds.map(waveOf), loop);
  }

  press(digits: string): void {
    const waves = keyWaves(digits);
    if (waves.length > 0) this.#keys = new Player(waves, false);
  }

  hold(held: boolean): void {
    if (held && !this.held) this.#hold = new Player(HOLD.map(waveOf), true);
    if (!held) this.#hold = null;
    this.held = held;
  }

  /** Takes what it says in this frame. */
  listen(): void {
    const arrived = this.queue.pull();
    const player = this.#keys ?? this.#speech;
    if (player === null) {
      this.said = arrived;
      return;
    }
    player.next(this.#spoken);
    this.said = this.#spoken;
    if (!player.isOver) return;
    if (player === this.#keys) this.#keys = null;
    else this.#speech = null;
  }

  /** Takes what it is played instead of its room; false: nothing. What is played waits for somebody to be there. */
  takePlayed(): boolean {
    const played = this.#played;
    if (played !== null) {
      if (!this.isThere) return false;
      played.player.next(this.heard);
      if (played.player.isOver) {
        this.#played = null;
        played.end('played');
      }
      return true;
    }
    if (this.#hold === null) return false;
    this.#hold.next(this.heard);
    return true;
  }

  end(): void {
    this.stop();
    this.peer?.close();
    this.peer = null;
  }
}
