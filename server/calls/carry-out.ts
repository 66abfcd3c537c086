/** Carries out what a call wants of its line, in order; what fails is tried again later, what is gone is taken as left. */
import type { CallRef, CommandResult } from '../../channels/voice.ts';
import type { CallId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Book } from './book.ts';
import { command as withCommand } from './change.ts';
import { hear } from './hear.ts';
import type { Call, CallSettings, CallWorld, Command } from './model.ts';
import { isEnded } from './model.ts';
import { stepOf } from './step.ts';

interface Deps {
  book: Book;
  settings: CallSettings;
  log: Log;
}

const BACK_OFF_MS = 1_500;

export function createCarryOut({ book, settings, log }: Deps) {
  async function run(call: Call, { act }: Command): Promise<CommandResult> {
    const { inbox, voice } = await book.line(call.inboxId);
    const provider = voice.provider(inbox);
    const ref: CallRef = { callId: call.id, inbox, externalId: call.externalId };
    switch (act.do) {
      case 'begin':
        return provider.begin(ref, act.leg);
      case 'drop':
        return provider.drop(ref, act.legId);
      case 'move':
        return provider.move(ref, stepOf(call, await book.world(call)));
      case 'hold':
        return provider.set(ref, 'customer', { held: act.held });
      case 'as':
        return provider.set(ref, act.legId, { as: act.as });
      case 'record':
        return provider.record(ref, act.what);
      case 'announce':
        // A line that cannot say anything in a call goes on without.
        return provider.announce?.(ref, act.say) ?? { state: 'done' };
      case 'end':
        return provider.end(ref);
    }
  }

  /** Runs one that is due; false when there is none. */
  return async function carryOut(id: CallId): Promise<boolean> {
    let chosen: Command | undefined;
    const claimed = await book.update(id, (call, world) => {
      chosen = call.commands.find(({ dueAt }) => dueAt <= world.now);
      if (!chosen) return call;
      // Should this process die, it is tried again then.
      const next = { ...chosen, attempts: chosen.attempts + 1, dueAt: world.now + settings.commandMs };
      chosen = next;
      return { ...call, commands: call.commands.map((one) => (one.key === next.key ? next : one)) };
    });
    const command = chosen;
    if (!command) return false;
    const result = await run(claimed, command).catch((error: unknown): CommandResult => {
      log.warn({ err: error, callId: id, command: command.key }, 'A command to a line failed.');
      return { state: 'failed', retryable: true, reason: String(error) };
    });
    await book.update(id, (call, world) =>
      conclude(overtaken(call, claimed, command, world), command, result, world, settings),
    );
    if (result.state === 'failed')
      log.warn({ callId: id, command: command.key, reason: result.reason }, 'A line refused.');
    return true;
  };
}

/** The line did what was the call's step when it was told. Should the call have gone on meanwhile by an answer to the line itself, it is told again. */
function overtaken(call: Call, then: Call, { act }: Command, world: CallWorld): Call {
  if (act.do !== 'move' || call.stage.kind === then.stage.kind) return call;
  if (!isEnded(call)) return withCommand(call, world.now, act);
  return call.customer.leftAt === null ? withCommand(call, world.now, { do: 'end' }) : call;
}

function conclude(call: Call, command: Command, result: CommandResult, world: CallWorld, settings: CallSettings): Call {
  const isCurrent = (one: Command) => one.key === command.key && one.attempts === command.attempts;
  const mine = call.commands.find(isCurrent);
  const without: Call = { ...call, commands: call.commands.filter((one) => one !== mine) };
  const { act } = command;
  switch (result.state) {
    case 'done': {
      if (act.do !== 'begin' || !result.externalId) return without;
      const { legId } = act.leg;
      const externalId = result.externalId;
      if (legId === without.customer.legId) {
        return {
          ...without,
          externalId: without.externalId ?? externalId,
          customer: { ...without.customer, externalId },
        };
      }
      return { ...without, legs: without.legs.map((leg) => (leg.id === legId ? { ...leg, externalId } : leg)) };
    }
    case 'gone':
      return gone(without, command, world);
    case 'failed': {
      if (result.retryable && command.attempts < settings.tries && mine) {
        const wait = result.retryAfterMs ?? BACK_OFF_MS * 2 ** (command.attempts - 1);
        const again = { ...mine, dueAt: world.now + wait };
        return { ...call, commands: call.commands.map((one) => (one === mine ? again : one)) };
      }
      if (act.do === 'begin') return gone(without, command, world, 'failed');
      // Without its step the customer would hear nothing for ever; whoever waits hears music, and the wait comes round again.
      const isLost = act.do === 'move' && !isEnded(call) && call.stage.kind !== 'queued';
      return isLost ? withCommand(without, world.now, { do: 'end' }) : without;
    }
  }
}

/** The line knows it no more: it left, however that was told or will be. */
function gone(call: Call, { act }: Command, world: CallWorld, end: 'lost' | 'failed' = 'lost'): Call {
  const at = world.now;
  const told = { inboxId: call.inboxId, at, externalId: call.externalId ?? '', callId: call.id, detail: '' };
  if (act.do === 'begin' || act.do === 'drop' || act.do === 'as') {
    const legId = act.do === 'begin' ? act.leg.legId : act.legId;
    return hear(
      call,
      { ...told, key: `gone:${legId}`, type: 'leg', legId, legExternalId: '', state: 'left', end },
      world,
    );
  }
  if (act.do === 'record' || act.do === 'announce') return call;
  return hear(call, { ...told, key: 'gone', type: 'customer', state: 'left', end }, world);
}
