/** Finds conversations that a node's death left behind their entries, and repairs what follows from these. */
import { encodeTime } from 'ulid';
import type { EntryId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { EntryStore } from '../store/entries.ts';
import type { Checkpoint } from '../store/entries-checkpoints.ts';
import type { DerivedStep } from './derive.ts';
import { derivedOf } from './derive.ts';
import { stepsOf } from './deriver.ts';

/** What a mending looked at and repaired; `again` when a node that may still be alive has to be looked at later. */
export interface MendReport {
  checked: number;
  mended: number;
  again: boolean;
}

interface Deps {
  entries: Pick<EntryStore, 'scan' | 'checkpoints' | 'dropCheckpoint'>;
  conversations: Pick<ConversationStore, 'derive' | 'derived'>;
  clock: Clock;
}

const PAGE = 1_000;
/** Entry ids are made a little before their insert. */
const MARGIN_MS = 60_000;
/** A checkpoint that has not moved for this long is a dead node's: live ones move theirs every ten seconds. */
const DEAD_AFTER_MS = 60_000;

/** @param alone no other node can be alive, so every other checkpoint is a dead one's */
export async function mendAll(deps: Deps, own: string, alone: boolean): Promise<MendReport> {
  const others = (await deps.entries.checkpoints()).filter(({ node }) => node !== own);
  const report: MendReport = { checked: 0, mended: 0, again: false };
  if (others.length === 0) return report;
  const from = others.reduce((least, { upTo }) => Math.min(least, upTo), Number.MAX_SAFE_INTEGER) - MARGIN_MS;
  let last = firstIdAt(from);
  for (;;) {
    const page = await deps.entries.scan(last, PAGE);
    const steps = stepsOf(page);
    report.checked += page.length;
    report.mended += await mendBehind(deps, steps);
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) break;
    last = end.id;
  }
  const isDead = ({ upTo }: Checkpoint) => alone || deps.clock.now() - upTo > DEAD_AFTER_MS;
  for (const checkpoint of others) {
    if (isDead(checkpoint)) await deps.entries.dropCheckpoint(checkpoint);
    else report.again = true;
  }
  return report;
}

async function mendBehind(deps: Deps, steps: readonly DerivedStep[]): Promise<number> {
  if (steps.length === 0) return 0;
  const stored = await deps.conversations.derived(steps.map(({ newest }) => newest.conversationId));
  const byId = new Map(stored.map((derived) => [derived.id, derived]));
  const behind = steps.filter(({ newest, message }) => {
    const now = byId.get(newest.conversationId);
    if (now === undefined) return false;
    const due = derivedOf(newest);
    return (
      now.heads.agent < due.heads.agent ||
      now.heads.visitor < due.heads.visitor ||
      now.tally.customer < due.tally.customer ||
      now.tally.agent < due.tally.agent ||
      (now.tally.files ?? 0) < (due.tally.files ?? 0) ||
      now.lastAt < due.lastAt ||
      now.previewSeq < (message?.seq ?? 0)
    );
  });
  if (behind.length > 0) await deps.conversations.derive(behind);
  return behind.length;
}

function firstIdAt(at: number): EntryId {
  return (encodeTime(Math.max(0, at), 10) + '0'.repeat(16)) as EntryId;
}
