/** Reads requests (OP_MSG, and OP_QUERY for the first handshake) and writes their replies. */
import { type Doc, decode, encode } from '../values/document.ts';
import { ProtocolError } from './frames.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const REQUIRED_FLAGS = 0xffff;

export interface Request {
  readonly id: number;
  /** The command document; its first key is the command's name. */
  readonly body: Doc;
  /** Document sequences of kind 1 (`documents`, `updates`, `deletes`), as undecoded BSON. */
  readonly sequences: ReadonlyMap<string, Uint8Array[]>;
  readonly wantsReply: boolean;
  /** Came as OP_QUERY, so that the answer is an OP_REPLY. */
  readonly legacy: boolean;
}

/** Parses one whole message. Throws ProtocolError (or a BSON error) on anything malformed. */
export function readRequest(frame: Buffer): Request {
  const id = frame.readInt32LE(4);
  const opCode = frame.readInt32LE(12);
  if (opCode === OP_MSG) return readMsg(frame, id);
  if (opCode === OP_QUERY) return readQuery(frame, id);
  throw new ProtocolError(`operation ${opCode} is not supported`);
}

function readMsg(frame: Buffer, id: number): Request {
  const flags = frame.readUInt32LE(16);
  if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw new ProtocolError('unknown flag bits');
  const end = frame.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences = new Map<string, Uint8Array[]>();
  let body: Doc | undefined;
  let at = 20;
  while (at < end) {
    const kind = frame[at++];
    if (kind === 0) {
      const bytes = sliceDocument(frame, at, end);
      body = decode(bytes);
      at += bytes.length;
    } else if (kind === 1) {
      const size = at + 4 <= end ? frame.readInt32LE(at) : -1;
      const stop = at + size;
      if (size < 5 || stop > end) throw new ProtocolError('bad section size');
      const zero = frame.indexOf(0, at + 4);
      if (zero < 0 || zero >= stop) throw new ProtocolError('bad section name');
      sequences.set(frame.toString('utf8', at + 4, zero), sliceDocuments(frame, zero + 1, stop));
      at = stop;
    } else throw new ProtocolError(`unknown section kind ${kind}`);
  }
  if (body === undefined) throw new ProtocolError('message without a body');
  return { id, body, sequences, wantsReply: (flags & MORE_TO_COME) === 0, legacy: false };
}

function readQuery(frame: Buffer, id: number): Request {
  const zero = frame.indexOf(0, 20);
  if (zero < 0 || zero + 9 > frame.length) throw new ProtocolError('bad OP_QUERY');
  const ns = frame.toString('utf8', 20, zero);
  if (!ns.endsWith('.$cmd')) throw new ProtocolError('OP_QUERY is for commands only');
  const body = decode(sliceDocument(frame, zero + 9, frame.length));
  body.$db ??= ns.slice(0, -5);
  return { id, body, sequences: new Map(), wantsReply: true, legacy: true };
}

function sliceDocuments(frame: Buffer, from: number, end: number): Uint8Array[] {
  const documents: Uint8Array[] = [];
  for (let at = from; at < end; ) {
    const bytes = sliceDocument(frame, at, end);
    documents.push(bytes);
    at += bytes.length;
  }
  return documents;
}

function sliceDocument(frame: Buffer, at: number, end: number): Uint8Array {
  const size = at + 5 <= end ? frame.readInt32LE(at) : -1;
  if (size < 5 || at + size > end || frame[at + size - 1] !== 0) throw new ProtocolError('bad document size');
  return frame.subarray(at, at + size);
}

/** A batch of a cursor whose documents are already BSON. */
export interface CursorReply {
  readonly kind: 'cursor';
  readonly id: bigint;
  readonly ns: string;
  readonly first: boolean;
  readonly batch: readonly Uint8Array[];
}

export type Reply = { readonly kind: 'document'; readonly body: Doc } | CursorReply;

/** Writes the reply to a request as one message. */
export function writeReply(request: Request, reply: Reply): Buffer {
  const body = reply.kind === 'cursor' ? undefined : encode(reply.body);
  const length = reply.kind === 'cursor' ? measureCursor(reply) : (body?.length ?? 0);
  const offset = request.legacy ? 36 : 21;
  const out = Buffer.allocUnsafe(offset + length);
  out.writeInt32LE(out.length, 0);
  out.writeInt32LE(0, 4);
  out.writeInt32LE(request.id, 8);
  out.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    out.fill(0, 16, 32);
    out.writeInt32LE(8, 16); // AwaitCapable, as every server since 1.6 says
    out.writeInt32LE(1, 32);
  } else out.fill(0, 16, 21);
  if (reply.kind === 'cursor') writeCursor(out, offset, reply);
  else if (body !== undefined) out.set(body, offset);
  return out;
}

// The layout of { cursor: { firstBatch|nextBatch: [ … ], id: Long, ns: string }, ok: 1.0 }, written by hand so that
// stored bytes go out as they are.
const digits = (n: number): number => (n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : n < 10_000 ? 4 : String(n).length);

function measureArray(batch: readonly Uint8Array[]): number {
  let size = 5;
  for (let i = 0; i < batch.length; i++) size += 2 + digits(i) + (batch[i]?.length ?? 0);
  return size;
}

function measureCursor(reply: CursorReply): number {
  return 4 + 8 + measureInner(reply) + (1 + 3 + 8) + 1;
}

function measureInner(reply: CursorReply): number {
  const name = reply.first ? 11 : 10;
  return 4 + (1 + name + measureArray(reply.batch)) + (1 + 3 + 8) + (1 + 3 + 4 + Buffer.byteLength(reply.ns) + 1) + 1;
}

function writeCursor(out: Buffer, start: number, reply: CursorReply): void {
  let at = out.writeInt32LE(measureCursor(reply), start);
  at += out.write('\x03cursor\0', at, 'latin1');
  at = out.writeInt32LE(measureInner(reply), at);
  at += out.write(reply.first ? '\x04firstBatch\0' : '\x04nextBatch\0', at, 'latin1');
  at = out.writeInt32LE(measureArray(reply.batch), at);
  for (let i = 0; i < reply.batch.length; i++) {
    const document = reply.batch[i];
    if (document === undefined) continue;
    out[at++] = 3;
    at += out.write(`${i}\0`, at, 'latin1');
    out.set(document, at);
    at += document.length;
  }
  out[at++] = 0;
  at += out.write('\x12id\0', at, 'latin1');
  at = out.writeBigInt64LE(reply.id, at);
  at += out.write('\x02ns\0', at, 'latin1');
  at = out.writeInt32LE(Buffer.byteLength(reply.ns) + 1, at);
  at += out.write(`${reply.ns}\0`, at, 'utf8');
  out[at++] = 0;
  at += out.write('\x01ok\0', at, 'latin1');
  at = out.writeDoubleLE(1, at);
  out[at] = 0;
}
