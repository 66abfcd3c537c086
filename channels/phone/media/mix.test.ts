/** Who hears whom, for any room: every voice is a power of two, so a sum says whose it is made of. */
import fc from 'fast-check';
import { FRAME } from './frame.ts';
import { hears, isHeardByAll } from './hears.ts';
import { Limiter } from './limiter.ts';
import { Mix, type Voice } from './mix.ts';

const MOST = 10;
const ids = Array.from({ length: MOST }, (_, at) => `leg-${at}`);
const role = fc.oneof(
  fc.constant({ mode: 'talk' as const }),
  fc.constant({ mode: 'listen' as const }),
  fc.constantFrom(...ids).map((coachOf) => ({ mode: 'coach' as const, coachOf })),
);
const room = fc.array(fc.record({ role, muted: fc.boolean(), held: fc.boolean(), speaks: fc.boolean() }), {
  maxLength: MOST,
});

const toVoices = (parts: { role: Voice['role']; muted: boolean; held: boolean; speaks: boolean }[]): Voice[] =>
  parts.map(({ speaks, ...part }, at) => ({
    ...part,
    legId: `leg-${at}`,
    said: speaks ? new Int16Array(FRAME).fill(2 ** at) : null,
  }));

const sumOf = (voices: Voice[]): number => voices.reduce((sum, { said }) => sum + (said?.[0] ?? 0), 0);

describe('a mix', () => {
  it('lets each leg hear exactly whom it may, whatever everybody’s part is', () => {
    fc.assert(
      fc.property(room, (parts) => {
        const voices = toVoices(parts);
        const heard = new Map<string, number>();
        const all = new Mix().mix(voices, ({ legId }, sums) => {
          expect(new Set(sums).size).toBe(1);
          heard.set(legId, sums[0] ?? 0);
        });
        for (const listener of voices) {
          const expected = sumOf(voices.filter((speaker) => hears(listener, speaker)));
          expect(heard.get(listener.legId) ?? 0).toBe(expected);
          expect(heard.has(listener.legId)).toBe(!listener.held);
        }
        expect(all[0]).toBe(sumOf(voices.filter(isHeardByAll)));
      }),
    );
  });

  it('never lets anybody hear themselves, nor a coach whom they do not coach, nor who is held or muted', () => {
    fc.assert(
      fc.property(room, (parts) => {
        const voices = toVoices(parts);
        for (const speaker of voices) {
          const audience = voices.filter((listener) => hears(listener, speaker)).map(({ legId }) => legId);
          expect(audience).not.toContain(speaker.legId);
          if (speaker.muted || speaker.held || speaker.role.mode === 'listen') expect(audience).toEqual([]);
          if (speaker.role.mode === 'coach') {
            const { coachOf } = speaker.role;
            expect(audience.every((legId) => legId === coachOf)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('a limiter', () => {
  const frames = (loud: number, count: number): Int32Array[] =>
    Array.from({ length: count }, (_, frame) =>
      Int32Array.from({ length: FRAME }, (_, at) =>
        Math.round(loud * Math.sin((2 * Math.PI * 500 * (frame * FRAME + at)) / 48_000)),
      ),
    );
  const out = new Int16Array(FRAME);

  it('changes nothing that fits', () => {
    const limiter = new Limiter();
    for (const sums of frames(29_000, 5)) {
      limiter.apply(sums, out);
      expect([...out]).toEqual([...sums]);
    }
  });

  it('turns down what does not fit, keeping its shape', () => {
    const limiter = new Limiter();
    for (const [at, sums] of frames(90_000, 20).entries()) {
      limiter.apply(sums, out);
      if (at === 0) continue;
      const gain = 30_000 / 90_000;
      for (const [index, sum] of sums.entries()) expect(Math.abs((out[index] ?? 0) - sum * gain)).toBeLessThan(80);
    }
    // and comes back
    for (const sums of frames(10_000, 60)) limiter.apply(sums, out);
    const [last = new Int32Array()] = frames(10_000, 1);
    limiter.apply(last, out);
    expect([...out]).toEqual([...last]);
  });
});
