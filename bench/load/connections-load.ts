/**
 * Many sockets that mostly sit there, a process of its own: `connect` brings all of them in (Parley: authenticated, in their rooms, synced), `storm` drops all and brings
 * them back at once. Prints the ms that each took.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';
import type { PairTicket } from './pair.ts';

export interface ConnectionsJob {
  target: 'relay' | 'parley';
  url: string;
  /** a customer has a visitorToken, an agent a cookie */
  tickets: PairTicket[];
}

export type ConnectionsRound = { kind: 'connect' | 'storm' };

export interface ConnectionsFigures {
  connected: number;
  failed: number;
  ms: number;
}

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ConnectionsJob;
/** Handshakes under way at once: a storm of clients is bounded by their own jitter, and by the backlog of the listening socket. */
const ABREAST = 200;

function openSocket(ticket: PairTicket, index: number): Socket {
  const options = { transports: ['websocket'], forceNew: true, reconnection: false, autoConnect: false };
  if (job.target === 'relay') return io(job.url, { ...options, auth: { room: `room-${index}` } });
  const extraHeaders = { origin: job.url };
  if (ticket.cookie) {
    return io(job.url, {
      ...options,
      path: '/socket/console',
      extraHeaders: { ...extraHeaders, cookie: ticket.cookie },
    });
  }
  const { inboxId = '', visitorToken: token } = ticket;
  return io(job.url, {
    ...options,
    path: '/socket/widget',
    query: { inbox: inboxId },
    auth: { inboxId, token },
    extraHeaders,
  });
}

/** Connected, and for Parley also told what it missed. */
async function bringIn(socket: Socket, ticket: PairTicket): Promise<boolean> {
  const isIn = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('connect_error', () => resolve(false));
    socket.connect();
  });
  if (!isIn || job.target === 'relay') return isIn;
  const answer: { ok: boolean } = await socket
    .timeout(60_000)
    .emitWithAck(ticket.cookie ? 'desk:sync' : 'visitor:sync', {});
  return answer.ok;
}

async function bringAllIn(sockets: readonly Socket[]): Promise<ConnectionsFigures> {
  const begun = performance.now();
  let connected = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < sockets.length; index = next++) {
      const socket = sockets[index];
      const ticket = job.tickets[index];
      if (socket && ticket && (await bringIn(socket, ticket).catch(() => false))) connected += 1;
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, worker));
  return { connected, failed: sockets.length - connected, ms: performance.now() - begun };
}

const sockets = job.tickets.map(openSocket);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const round = JSON.parse(line) as ConnectionsRound;
  if (round.kind === 'storm') {
    for (const socket of sockets) socket.io.engine.close();
    for (const socket of sockets) socket.disconnect();
  }
  process.stdout.write(`${JSON.stringify(await bringAllIn(sockets))}\n`);
}
process.exit(0);
