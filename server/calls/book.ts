/** Calls in the database: each change is read, made by a pure step, and written if nobody was quicker. */
import { AppError } from '../../shared/errors.ts';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import type { CallId, InboxId, LegId } from '../../shared/model/ids.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { CallAct } from './acts.ts';
import { type Call, type CallSettings, type CallWorld, usualPolicy, type WorldPolicy } from './model.ts';
import type { CallDeps, Line } from './ports.ts';
import { DAY_MS, judgeUsage } from './usage.ts';

export interface Book {
  line(inboxId: InboxId): Promise<Line>;
  world(call: Call): Promise<CallWorld>;
  /** Answers the call as it is afterwards. @throws AppError `not_found`, and whatever the step refuses with */
  update(id: CallId, act: CallAct): Promise<Call>;
  /** Nobody has anything to follow, if nothing happened since this version. */
  settled(call: Call): Promise<boolean>;
}

/** Lost races for one call before giving up; each loss means that somebody else got on. */
const TRIES = 100;

export function createBook(deps: CallDeps, settings: CallSettings): Book {
  const inTurn = createInTurn();

  async function line(inboxId: InboxId): Promise<Line> {
    const inbox = await deps.directory.inbox(inboxId);
    const voice = inbox && deps.channels.get(inbox.channel)?.voice;
    if (!inbox || !voice) throw new AppError('not_found', 'There is no such inbox for calls.');
    return { inbox, voice };
  }

  /** Asked where a call may be about to dial, which is rarely. */
  async function budget({ inbox, voice }: Line, call: Call): Promise<'rate' | 'spend' | null> {
    const limits = voice.policyOf?.(inbox).limits;
    if (!limits || !mayDialSoon(call)) return null;
    const now = deps.clock.now();
    const others = (await deps.calls.usedSince(inbox.id, now - DAY_MS)).filter(({ id }) => id !== call.id);
    return judgeUsage(others, limits, now);
  }

  async function world(call: Call): Promise<CallWorld> {
    const { inbox, voice } = await line(call.inboxId);
    const number = call.from?.kind === 'phone' ? call.from.value : null;
    const spent = await budget({ inbox, voice }, call);
    return {
      now: deps.clock.now(),
      refuses: (to) => voice.refuses(inbox, to) ?? spent,
      nextLegId: () => deps.ids.next<LegId>(),
      settings,
      ours: voice.numberOf(inbox) ?? '',
      policy: policyOf({ inbox, voice }),
      mayCallBack: number !== null && voice.refuses(inbox, number) === null,
    };
  }

  return {
    line,
    world,
    update: (id, act) =>
      inTurn(id, async () => {
        for (let tries = 0; tries < TRIES; tries += 1) {
          const before = await deps.calls.find(id);
          if (!before) throw new AppError('not_found', 'There is no such call.');
          const next = act(before, await world(before));
          if (next === before) return before;
          const after = { ...next, version: before.version + 1, dirty: true };
          if (!(await deps.calls.save(after, before.version))) continue;
          deps.publish([{ type: 'call', before, after }]);
          return after;
        }
        throw new AppError('conflict', 'The call changes too quickly.');
      }),
    settled: (call) => deps.calls.save({ ...call, dirty: false }, call.version),
  };
}

/** In a menu that sends callers on, or about to be called back. */
function mayDialSoon({ stage, menu, conversationId, callbackOf, customer }: Call): boolean {
  if (stage.kind === 'callback') return true;
  if (stage.kind === 'dialling' && callbackOf !== null) return customer.legId === null;
  if (stage.kind !== 'menu' && conversationId !== null) return false;
  const ways = [menu.closed.way, menu.unclear.way, ...menu.menus.flatMap((one) => one.choices.map(({ way }) => way))];
  return ways.some(({ to }) => to === 'forward');
}

/** As far as pure steps need it. */
function policyOf({ inbox, voice }: Line): WorldPolicy {
  const policy = voice.policyOf?.(inbox);
  if (!policy) return usualPolicy;
  const { limits, callbacks, recordings } = policy;
  const longestMs = limits.longestMinutes === null ? null : limits.longestMinutes * 60_000;
  return { longestMs, callbacks, announcement: recordings.announcement };
}

export const menuOf = ({ inbox, voice }: Line) => voice.menuOf?.(inbox) ?? usualCallMenu;
