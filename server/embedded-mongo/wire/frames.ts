/** Cuts a byte stream into wire protocol messages without copying a message more than once. */

export const MAX_MESSAGE_BYTES = 48_000_000;
const HEADER_BYTES = 16;

/** Thrown when the peer breaks the framing; the only sound answer is to close the connection. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export class FrameReader {
  private chunks: Buffer[] = [];
  private held = 0;
  private needed = 0;

  /** Bytes waiting for the rest of their message. */
  get buffered(): number {
    return this.held;
  }

  /** Adds bytes and returns the messages they complete. Throws ProtocolError on an impossible length. */
  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.held += chunk.length;
    const frames: Buffer[] = [];
    for (;;) {
      if (this.needed === 0) {
        if (this.held < 4) return frames;
        const length = this.head(4).readInt32LE(0);
        if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new ProtocolError(`message of ${length} bytes`);
        this.needed = length;
      }
      if (this.held < this.needed) return frames;
      const all = this.head(this.needed);
      frames.push(all.subarray(0, this.needed));
      this.chunks[0] = all.subarray(this.needed);
      if (all.length === this.needed) this.chunks.shift();
      this.held -= this.needed;
      this.needed = 0;
    }
  }

  /** Makes the first chunk hold at least `bytes` and returns it. */
  private head(bytes: number): Buffer {
    const first = this.chunks[0];
    if (first !== undefined && first.length >= bytes) return first;
    const joined = Buffer.concat(this.chunks);
    this.chunks = [joined];
    return joined;
  }
}
