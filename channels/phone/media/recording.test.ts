/** A recording is a sound WAV file of the right length, which says whether anybody spoke. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heardOf, readWav } from '../../../tests/support/sound/tones.ts';
import { FRAME } from './frame.ts';
import { Player } from './player.ts';
import { Recording } from './recording.ts';
import { waveOf } from './waves.ts';

describe('a recording', () => {
  let folder = '';
  const path = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-recording-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  function writeTone(recording: Recording, hz: number, frames: number): boolean[] {
    const player = new Player([waveOf({ kind: 'tone', hz, ms: 60_000 })], false);
    return Array.from({ length: frames }, () => {
      const frame = new Int16Array(FRAME);
      player.next(frame);
      return recording.write(frame);
    });
  }

  it('holds what was said, with silence where it was paused', async () => {
    const recording = new Recording(path('a.wav'));
    writeTone(recording, 440, 150);
    recording.pause('silence');
    writeTone(recording, 880, 100);
    recording.resume();
    writeTone(recording, 660, 50);
    expect(await recording.finish()).toEqual({ seconds: 3, silent: false });
    const { rate, samples } = await readWav(path('a.wav'));
    const part = (from: number, to: number) => heardOf(samples.subarray(from * rate, to * rate), rate, [440, 660, 880]);
    expect([rate, samples.length]).toEqual([16_000, 48_000]);
    expect([part(0, 1.5), part(1.6, 2.4), part(2.5, 3)]).toEqual([[440], [], [660]]);
  });

  it('leaves out what was skipped', async () => {
    const recording = new Recording(path('b.wav'));
    writeTone(recording, 440, 100);
    recording.pause('skip');
    writeTone(recording, 880, 100);
    recording.resume();
    expect(await recording.finish()).toEqual({ seconds: 1, silent: false });
  });

  it('has nothing above what its rate can carry: no tone folds back', async () => {
    const recording = new Recording(path('c.wav'));
    writeTone(recording, 12_000, 100);
    await recording.finish();
    const { rate, samples } = await readWav(path('c.wav'));
    expect(heardOf(samples, rate, [4_000])).toEqual([]);
  });

  it('tells that it has been quiet, once each time, and that nobody ever spoke', async () => {
    const recording = new Recording(path('d.wav'), 500);
    const told = Array.from({ length: 120 }, () => recording.write(null));
    expect(told.flatMap((quiet, at) => (quiet ? [at] : []))).toEqual([49]);
    writeTone(recording, 440, 10);
    const again = Array.from({ length: 120 }, () => recording.write(null));
    expect(again.filter(Boolean)).toHaveLength(1);
    expect((await recording.finish()).silent).toBe(false);

    const empty = new Recording(path('e.wav'));
    empty.write(null);
    expect(await empty.finish()).toEqual({ seconds: 0.01, silent: true });
  });

  it('fails when it is finished, not before, where it cannot be written', async () => {
    const recording = new Recording(join(folder, 'nowhere', 'f.wav'));
    writeTone(recording, 440, 250);
    await expect(recording.finish()).rejects.toThrow('ENOENT');
  });
});
