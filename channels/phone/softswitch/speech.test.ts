/** Words become sound where a speaking program is installed, and a tone where none is. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heardOf } from '../../../tests/support/sound/tones.ts';
import { createSpeech } from './speech.ts';

/** Speaks as espeak-ng does into a pipe: 22 050 Hz, and a length that nobody should believe. */
const program = `#!${process.execPath}
const rate = 22050, head = Buffer.alloc(44), data = Buffer.alloc(rate * 2);
head.write('RIFF', 0, 'latin1'); head.writeUInt32LE(0x7ffff024, 4); head.write('WAVEfmt ', 8, 'latin1');
head.writeUInt32LE(16, 16); head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(rate, 24);
head.writeUInt32LE(rate * 2, 28); head.writeUInt16LE(2, 32); head.writeUInt16LE(16, 34);
head.write('data', 36, 'latin1'); head.writeUInt32LE(0x7ffff000, 40);
const hz = process.argv.includes('cmn') ? 800 : 440;
for (let at = 0; at < rate; at += 1) data.writeInt16LE(Math.round(8000 * Math.sin(2 * Math.PI * hz * at / rate)), at * 2);
process.stdin.resume().on('end', () => process.stdout.write(Buffer.concat([head, data])));
`;

describe('speech', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-speech-'));
    await writeFile(join(folder, 'speak'), program);
    await chmod(join(folder, 'speak'), 0o755);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is what the program says, in the voice of the language, at our rate', async () => {
    const speech = createSpeech(join(folder, 'speak'));
    for (const [language, hz] of [
      ['en-US', 440],
      ['zh-CN', 800],
    ] as const) {
      const [sound] = await speech.say({ text: '-v $(rm) "hello"', language });
      if (sound?.kind !== 'samples') throw new Error('it does not speak');
      expect(Math.abs(sound.samples.length - 48_000)).toBeLessThan(10);
      expect(heardOf(sound.samples, 48_000, [440, 800])).toEqual([hz]);
    }
  });

  it('is a tone and time to read, where there is none', async () => {
    const speech = createSpeech(join(folder, 'nobody'));
    const sounds = await speech.say({ text: 'Please hold the line.', language: 'en' });
    expect(sounds.map(({ kind }) => kind)).toEqual(['tone', 'silence']);
  });
});
