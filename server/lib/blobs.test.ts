import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Blobs, createBlobs } from './blobs.ts';

describe('blobs', () => {
  let dir: string;
  let blobs: Blobs;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parley-blobs-'));
    blobs = await createBlobs(dir);
  });
  afterEach(() => rm(dir, { recursive: true }));

  const keep = async (text: string) => {
    const staged = await blobs.stage(Readable.from([Buffer.from(text)]), 1_000);
    await blobs.place(staged);
    return staged.hash;
  };
  const used = async () => true;
  const unused = async () => false;
  const isThere = async (hash: string) => (await readdir(join(dir, hash.slice(0, 2)))).includes(hash);

  it('keeps the same bytes once', async () => {
    const hash = await keep('same');
    expect(await keep('same')).toBe(hash);
    expect((await buffer(blobs.read(hash))).toString()).toBe('same');
    expect((await buffer(blobs.read(hash, { start: 1, end: 2 }))).toString()).toBe('am');
    expect(await readdir(join(dir, 'staging'))).toEqual([]);
  });

  it('leaves nothing of a body that fails or is too long', async () => {
    const failing = Readable.from(
      (async function* () {
        yield Buffer.from('some');
        throw new Error('gone');
      })(),
    );
    await expect(blobs.stage(failing, 1_000)).rejects.toThrow('gone');
    await expect(blobs.stage(Readable.from([Buffer.alloc(11)]), 10)).rejects.toMatchObject({
      name: 'BlobTooLargeError',
    });
    expect(await readdir(join(dir, 'staging'))).toEqual([]);
  });

  it('does not remove what somebody came to need meanwhile', async () => {
    const hash = await keep('needed');
    await blobs.remove(hash, used);
    expect(await isThere(hash)).toBe(true);
    await blobs.remove(hash, unused);
    expect(await isThere(hash)).toBe(false);
    await blobs.remove(hash, unused);
  });

  it('sweeps old leavings only, and puts back what was set aside when the process died', async () => {
    const hash = await keep('set aside');
    const aside = join(dir, 'staging', `${hash}.half-done`);
    await blobs.remove(hash, unused);
    for (const [path, seconds] of [
      [aside, 10],
      [join(dir, 'staging/old'), 10],
      [join(dir, 'staging/new'), 30],
    ] as const) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, 'set aside');
      await utimes(path, seconds, seconds);
    }
    await blobs.sweep(20_000);
    expect(await isThere(hash)).toBe(true);
    expect(await readdir(join(dir, 'staging'))).toEqual(['new']);
  });
});
