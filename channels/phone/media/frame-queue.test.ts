/** Sound that arrives unevenly leaves evenly, and no later than it has to. */
import { FRAME } from './frame.ts';
import { FrameQueue } from './frame-queue.ts';

const frame = (value: number) => ({ samples: new Int16Array(FRAME).fill(value), sampleRate: 48_000 });

describe('a queue of frames', () => {
  it('begins with two in hand, and gives them in order', () => {
    const queue = new FrameQueue();
    queue.push(frame(1));
    expect(queue.pull()).toBeNull();
    queue.push(frame(2));
    expect(queue.pull()?.[0]).toBe(1);
    expect(queue.pull()?.[0]).toBe(2);
    expect(queue.pull()).toBeNull();
    queue.push(frame(3));
    expect(queue.pull()).toBeNull();
  });

  it('lets go of delay that is never needed, and holds no more than half a second', () => {
    const queue = new FrameQueue();
    let next = 0;
    for (; next < 200; next += 1) queue.push(frame(next));
    let last = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      queue.push(frame(next));
      next += 1;
      last = queue.pull()?.[0] ?? last;
    }
    expect(next - last).toBeLessThanOrEqual(4);
  });

  it('takes other rates and two channels', () => {
    const queue = new FrameQueue();
    queue.push({ samples: new Int16Array(160).fill(500), sampleRate: 16_000 });
    const stereo = Int16Array.from({ length: 2 * FRAME }, (_, at) => (at % 2 === 0 ? 1_000 : 3_000));
    queue.push({ samples: stereo, sampleRate: 48_000, channelCount: 2 });
    expect([...(queue.pull() ?? [])]).toEqual([...new Int16Array(FRAME).fill(500)]);
    expect([...(queue.pull() ?? [])]).toEqual([...new Int16Array(FRAME).fill(2_000)]);
  });
});
