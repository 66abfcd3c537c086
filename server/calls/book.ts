/** Calls in the database: each change is read, made by a pure step, and written if nobody was quicker. */
import { AppError } from '../../shared/errors.ts';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import type { CallId, InboxId, LegId } from '../../shared/model/ids.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { CallAct } from './acts.ts';
import { type Call, type CallSettings, type CallWorld, usualPolicy, type WorldPolicy } from './model.ts';
import type { CallDeps, Line } from './ports.ts';

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

  async function world(call: Pick<Call, 'inboxId' | 'from'>): Promise<CallWorld> {
    const { inbox, voice } = await line(call.inboxId);
    const number = call.from?.kind === 'phone' ? call.from.value : null;
    return {
      now: deps.clock.now(),
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

/** As far as pure steps need it. */
function policyOf({ inbox, voice }: Line): WorldPolicy {
  const policy = voice.policyOf?.(inbox);
  if (!policy) return usualPolicy;
  const { limits, callbacks, recordings } = policy;
  const longestMs = limits.longestMinutes === null ? null : limits.longestMinutes * 60_000;
  return { longestMs, callbacks, announcement: recordings.announcement };
}

export const menuOf = ({ inbox, voice }: Line) => voice.menuOf?.(inbox) ?? usualCallMenu;
