/**
 * Customers who keep writing through crashes: a steady Poisson stream, each message under its own client id, kept until acknowledged and sent again in order after every
 * reconnect, as the widget does. `run` (any line on stdin) stops the stream, waits until everything is acknowledged and writes the acknowledged ids to the job's file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';
import { exponential, seededChance } from '../lib/chance.ts';
import type { PairTicket } from './pair.ts';

export interface SteadyJob {
  url: string;
  tickets: PairTicket[];
  perSecond: number;
  seed: number;
  /** where the acknowledged ids go, one a line */
  file: string;
}

export interface SteadyFigures {
  sent: number;
  acknowledged: number;
  refused: number;
  resent: number;
}

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as SteadyJob;
const acknowledged: string[] = [];
const figures: SteadyFigures = { sent: 0, acknowledged: 0, refused: 0, resent: 0 };
/** a database that is used again has the ids of the runs before */
const begun = Date.now().toString(36);
let onAcknowledged: () => void = () => undefined;

interface Customer {
  write(): void;
  waiting: Map<string, boolean>;
  close(): void;
}

function createCustomer(ticket: PairTicket, number: number): Customer {
  const { inboxId = '', visitorToken: token, conversationId } = ticket;
  const socket: Socket = io(job.url, {
    ...{ transports: ['websocket'], forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 200 },
    ...{
      path: '/socket/widget',
      query: { inbox: inboxId },
      auth: { inboxId, token },
      extraHeaders: { origin: job.url },
    },
  });
  const waiting = new Map<string, boolean>();
  let made = 0;
  const emit = (clientId: string): void => {
    if (!socket.connected) return;
    if (waiting.get(clientId)) figures.resent += 1;
    waiting.set(clientId, true);
    socket.emit(
      'message:send',
      { conversationId, clientId, text: clientId, fileIds: [] },
      (answer: { ok: boolean }) => {
        if (!waiting.has(clientId)) return;
        if (!answer.ok) {
          // Not ready is an answer that asks for another try; nothing was promised.
          figures.refused += 1;
          setTimeout(() => waiting.has(clientId) && emit(clientId), 100);
          return;
        }
        waiting.delete(clientId);
        acknowledged.push(clientId);
        figures.acknowledged += 1;
        onAcknowledged();
      },
    );
  };
  socket.on('connect', () => {
    for (const clientId of waiting.keys()) emit(clientId);
  });
  return {
    waiting,
    write: () => {
      made += 1;
      const clientId = `steady-${begun}-${number}-${made}`;
      figures.sent += 1;
      waiting.set(clientId, false);
      emit(clientId);
    },
    close: () => socket.close(),
  };
}

const customers = job.tickets.map(createCustomer);
const chance = seededChance(job.seed);
let isRunning = true;
let next = performance.now();
const pump = (): void => {
  while (isRunning && next <= performance.now()) {
    customers[Math.floor(chance() * customers.length)]?.write();
    next += exponential(chance, job.perSecond);
  }
  if (isRunning) setTimeout(pump, Math.max(1, next - performance.now()));
};
pump();
process.stdout.write('ready\n');
for await (const _line of createInterface({ input: process.stdin })) {
  isRunning = false;
  await new Promise<void>((resolve) => {
    onAcknowledged = () => {
      if (customers.every((customer) => customer.waiting.size === 0)) resolve();
    };
    onAcknowledged();
  });
  writeFileSync(job.file, acknowledged.join('\n'));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
for (const customer of customers) customer.close();
process.exit(0);
