/** Lets go of what is older than its rule says, in batches in the background; what belongs to a customer on hold stays. */
import type { RetentionCounts, RetentionRules } from '../../shared/model/retention.ts';
import { type Audit, actorOf, type Caller } from '../accounts/audit.ts';
import type { UserViewer } from '../accounts/scope.ts';
import { type ConversationEraserDeps, createConversationEraser } from '../customers/erasing/erase-conversation.ts';
import type { Families } from '../customers/merging/families.ts';
import { createChore } from '../lib/chore.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ErasureStore } from '../store/erasure.ts';
import type { RetentionCursor, RetentionStore } from '../store/retention.ts';
import type { Entry } from '../timeline/model.ts';

export interface Retention {
  rules(): Promise<RetentionRules>;
  /** What these rules would take now. */
  count(rules: RetentionRules): Promise<RetentionCounts>;
  save(viewer: UserViewer, rules: RetentionRules, caller: Caller): Promise<void>;
  /** A customer is on hold no longer: what was passed over is looked at again. */
  lookAgain(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export interface RetentionDeps extends ConversationEraserDeps {
  retention: RetentionStore;
  store: ErasureStore;
  families: Pick<Families, 'ofIdentity'>;
  audit: Pick<Audit, 'record'>;
  lead(): Promise<boolean>;
  clock: Clock;
  log: Log;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const BATCH = 50;

export function createRetention(deps: RetentionDeps): Retention {
  const { retention, store, families, files, audit, clock, log, lead } = deps;
  const eraseConversation = createConversationEraser(deps);
  const chore = createChore({ name: 'Letting go of what is old', lead, run, everyMs: HOUR_MS, log });
  const before = (days: number): number => clock.now() - days * DAY_MS;

  async function isHeld(identityId: Entry['identityId']): Promise<boolean> {
    const family = await families.ofIdentity(identityId);
    return family !== null && (await store.holdOf(family.members.map(({ id }) => id))) !== null;
  }

  async function run(isOver: () => Promise<boolean>): Promise<void> {
    const rules = await retention.rules();
    if (rules.closed !== null) await closed(before(rules.closed), isOver);
    if (rules.mails !== null) await words('mails', before(rules.mails), isOver);
    if (rules.files !== null) await words('files', before(rules.files), isOver);
    const { audit: auditDays, webhooks } = rules;
    if (auditDays !== null) await drain(() => retention.dropAudit(before(auditDays)), isOver);
    if (webhooks !== null) await drain(() => retention.dropWebhooks(before(webhooks)), isOver);
  }

  async function closed(moment: number, isOver: () => Promise<boolean>): Promise<void> {
    for (let after = ''; ; ) {
      const page = await retention.closed(moment, after, BATCH);
      for (const { id, identityId, name } of page) {
        if (await isOver()) return;
        if (await isHeld(identityId)) continue;
        await eraseConversation(id, name);
        await retention.markErased(id, clock.now());
      }
      after = page.at(-1)?.id ?? after;
      if (page.length < BATCH) return;
    }
  }

  async function words(of: RetentionCursor, moment: number, isOver: () => Promise<boolean>): Promise<void> {
    for (let after = await retention.cursor(of); ; ) {
      if (await isOver()) return;
      const page = await retention.entries(of, after, moment, BATCH);
      const free: Entry[] = [];
      for (const entry of page) if (!(await isHeld(entry.identityId))) free.push(entry);
      await files.erase(free.flatMap((entry) => goingOf(of, entry)));
      await store.replaceEntries(free.map((entry) => without(of, entry)));
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
      await retention.moveCursor(of, after);
    }
  }

  async function drain(drop: () => Promise<number>, isOver: () => Promise<boolean>): Promise<void> {
    while (!(await isOver()) && (await drop()) > 0);
  }

  return {
    rules: () => retention.rules(),
    async count({ closed, mails, files: fileDays, audit: auditDays, webhooks }) {
      const count = (days: number | null, ask: (moment: number) => Promise<number>) =>
        days === null ? 0 : ask(before(days));
      return {
        closed: await count(closed, retention.countClosed),
        mails: await count(mails, (moment) => retention.countEntries('mails', moment)),
        files: await count(fileDays, (moment) => retention.countEntries('files', moment)),
        audit: await count(auditDays, retention.countAudit),
        webhooks: await count(webhooks, retention.countWebhooks),
      };
    },
    async save(viewer, rules, { address }) {
      await audit.record('retention.changed', actorOf(viewer), 'retention', address, {
        ...{ before: await retention.rules(), after: rules },
      });
      await retention.saveRules(rules);
      chore.wake();
    },
    async lookAgain() {
      await retention.moveCursor('mails', '');
      await retention.moveCursor('files', '');
      chore.wake();
    },
    start: () => chore.start(),
    stop: () => chore.stop(),
  };
}

function goingOf(of: RetentionCursor, { body }: Entry) {
  if (body.kind === 'event') return [];
  if (of === 'files') return body.files.map(({ id }) => id);
  const source = body.kind === 'message' ? body.letter?.source : null;
  return source ? [source] : [];
}

/** The entry without what has gone. */
function without(of: RetentionCursor, entry: Entry): Entry {
  const { body } = entry;
  if (body.kind === 'event') return entry;
  if (of === 'files') return { ...entry, body: { ...body, files: [] } };
  if (body.kind !== 'message' || !body.letter) return entry;
  return { ...entry, body: { ...body, letter: { ...body.letter, source: null } } };
}
