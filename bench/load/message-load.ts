/**
 * The load of the message path, a process of its own: reads a job as JSON from its first argument's file, connects the pairs, says `ready`, then runs one round per
 * line on stdin and prints that round's figures as JSON. Latencies count from the intended time of a send, so a stalled server is not forgiven.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { exponential, seededChance } from '../lib/chance.ts';
import { percentile } from '../lib/stats.ts';
import { connectParleyPair, connectRelayPair, type Pair, type PairTicket } from './pair.ts';

export interface LoadJob {
  target: 'relay' | 'parley';
  url: string;
  pairs: PairTicket[];
}

export type Round =
  | { kind: 'saturate'; inFlight: number; messages: number }
  | { kind: 'rate'; perSecond: number; messages: number; seed: number };

export interface RoundFigures {
  acked: number;
  refused: number;
  relayed: number;
  seconds: number;
  ackMs: { p50: number; p99: number };
  relayMs: { p50: number; p99: number };
}

const TEXT = 'x'.repeat(280);
const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadJob;
const intended = new Map<string, number>();
let made = 0;
let relayMs: number[] = [];
let allRelayed: () => void = () => undefined;
let awaited = 0;

async function connectAll(): Promise<Pair[]> {
  const pairs: Pair[] = [];
  // In small groups, as a thousand handshakes at once would measure the kernel's backlog.
  for (let start = 0; start < job.pairs.length; start += 25) {
    const group = job.pairs.slice(start, start + 25);
    const connect = (ticket: PairTicket, index: number): Promise<Pair> =>
      job.target === 'relay' ? connectRelayPair(job.url, `room-${start + index}`) : connectParleyPair(job.url, ticket);
    pairs.push(...(await Promise.all(group.map(connect))));
  }
  for (const pair of pairs) pair.onRelayed(noteRelayed);
  return pairs;
}

function noteRelayed(clientId: string): void {
  const from = intended.get(clientId);
  if (from === undefined) return;
  intended.delete(clientId);
  relayMs.push(performance.now() - from);
  if (relayMs.length === awaited) allRelayed();
}

async function runRound(pairs: readonly Pair[], round: Round): Promise<RoundFigures> {
  const ackMs: number[] = [];
  let refused = 0;
  relayMs = [];
  intended.clear();
  awaited = round.messages;
  const relayed = new Promise<void>((resolve) => {
    allRelayed = resolve;
  });
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    let sent = 0;
    let answered = 0;
    const sendOne = (at: number): void => {
      const pair = pairs[sent % pairs.length];
      sent += 1;
      made += 1;
      const clientId = `bench-${process.pid}-${made}`;
      intended.set(clientId, at);
      pair?.send(clientId, TEXT, (ok) => {
        ackMs.push(performance.now() - at);
        if (!ok) refused += 1;
        answered += 1;
        if (answered === round.messages) resolve();
        else if (round.kind === 'saturate' && sent < round.messages) sendOne(performance.now());
      });
    };
    if (round.kind === 'saturate') {
      for (let index = 0; index < Math.min(round.inFlight, round.messages); index += 1) sendOne(performance.now());
      return;
    }
    const chance = seededChance(round.seed);
    let next = performance.now();
    const pump = (): void => {
      while (sent < round.messages && next <= performance.now()) {
        sendOne(next);
        next += exponential(chance, round.perSecond);
      }
      if (sent < round.messages) setTimeout(pump, Math.max(0, next - performance.now()));
    };
    pump();
  });
  const seconds = (performance.now() - begun) / 1_000;
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 10_000).unref());
  await Promise.race([relayMs.length === awaited ? Promise.resolve() : relayed, patience]);
  const figures = (values: number[]): { p50: number; p99: number } => ({
    p50: percentile(values, 0.5),
    p99: percentile(values, 0.99),
  });
  return {
    acked: ackMs.length - refused,
    refused,
    relayed: relayMs.length,
    seconds,
    ackMs: figures(ackMs),
    relayMs: figures(relayMs),
  };
}

const pairs = await connectAll();
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const figures = await runRound(pairs, JSON.parse(line) as Round);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
for (const pair of pairs) pair.close();
process.exit(0);
