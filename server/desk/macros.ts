/** Macros: several actions in one click, each by the verb and with the rights of doing it by hand. A failure ends the run and says what was done. */
import { AppError } from '../../shared/errors.ts';
import type { MacroAction } from '../../shared/model/catalogue.ts';
import type { MacroId } from '../../shared/model/ids.ts';
import type { MacroRun, MacroStep } from '../../shared/model/writing.ts';
import { fillVariables, type VariableValues, valuesOf } from '../../shared/variables.ts';
import { canServe, type UserViewer } from '../accounts/scope.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Clock } from '../lib/clock.ts';
import { createInTurn } from '../lib/in-turn.ts';
import { keyOf } from '../outbound/outbound.ts';
import type { Directory } from '../store/directory.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { WorkVerbs } from '../work/ports.ts';
import type { MacroRunRecord, MacroRunStore } from './macro-run.ts';
import type { WrittenNote, WrittenReply } from './ports.ts';

export interface Macros {
  /**
   * Goes on where an earlier attempt under this id broke off; once it is over, the answer stays the same.
   * @throws AppError `not_found` for a macro that is not shared with them, `invalid` when a variable has no value: nothing is done then
   */
  run(viewer: UserViewer, conversation: Conversation, asked: AskedRun): Promise<MacroRun>;
}

export interface AskedRun {
  macroId: MacroId;
  clientId: string;
  /** seq of the newest message of the customer that they had seen */
  expects?: number;
}

interface Deps {
  store: MacroRunStore;
  catalogue: Pick<Catalogue, 'macros'>;
  directory: Pick<Directory, 'queues' | 'inboxes'>;
  timeline: Pick<Timeline, 'find' | 'customerTally'>;
  work: Pick<WorkVerbs, 'tag' | 'prioritise' | 'snooze' | 'transfer' | 'close'>;
  reply(written: Omit<WrittenReply, 'expects'> & { customerSeen?: number }): Promise<unknown>;
  note(written: WrittenNote): Promise<unknown>;
  clock: Clock;
}

const HOUR_MS = 3_600_000;

export function createMacros(deps: Deps): Macros {
  const { store, timeline } = deps;
  /** one attempt of a run after the other */
  const inTurn = createInTurn();

  async function begin(viewer: UserViewer, conversation: Conversation, id: string, asked: AskedRun) {
    const macro = (await deps.catalogue.macros(viewer)).find((one) => one.id === asked.macroId);
    if (!macro) throw new AppError('not_found', 'There is no such macro.');
    const values = await readValues(viewer, conversation);
    const run: MacroRunRecord = {
      id,
      clientId: asked.clientId,
      macroId: macro.id,
      name: macro.name,
      actions: macro.actions.map((action) => fillAction(action, values)),
      steps: [],
      customerSeen: asked.expects === undefined ? null : await timeline.customerTally(conversation.id, asked.expects),
      startedAt: deps.clock.now(),
    };
    if (await store.insert(run)) return run;
    const other = await store.find(id);
    if (!other) throw new Error('A run of a macro that was there is gone.');
    return other;
  }

  async function readValues(viewer: UserViewer, { customer, number, work, inboxId }: Conversation) {
    const [queues, inboxes] = await Promise.all([deps.directory.queues(), deps.directory.inboxes()]);
    return valuesOf({
      ...{ customer, number, agentName: viewer.name },
      queueName: queues.find((queue) => queue.id === work?.queueId)?.name ?? '',
      inboxName: inboxes.find((inbox) => inbox.id === inboxId)?.name ?? '',
    });
  }

  async function act(viewer: UserViewer, conversation: Conversation, run: MacroRunRecord, at: number): Promise<void> {
    const action = run.actions[at];
    if (!action) return;
    const written = { viewer, conversation, clientId: `${run.clientId}.${at}`, files: [] };
    const { work } = deps;
    switch (action.type) {
      case 'reply':
        await deps.reply({ ...written, text: action.text, customerSeen: run.customerSeen ?? undefined });
        return;
      case 'note':
        await deps.note({ ...written, text: action.text, mentions: [] });
        return;
      case 'add-tags':
        return work.tag(viewer, conversation, action.tagIds, []);
      case 'remove-tags':
        return work.tag(viewer, conversation, [], action.tagIds);
      case 'set-priority':
        return work.prioritise(viewer, conversation, action.priority);
      case 'snooze':
        return work.snooze(viewer, conversation, run.startedAt + Math.round(action.hours * HOUR_MS));
      case 'transfer':
        return work.transfer(viewer, conversation, { kind: 'queue', id: action.queueId });
      case 'close':
        return work.close(viewer, conversation, { dispositionId: action.dispositionId });
    }
  }

  /** @throws what no refusal explains: the run stays as it is, and is gone on with when it is asked for again */
  async function tryAction(viewer: UserViewer, run: MacroRunRecord, id: Conversation['id']): Promise<MacroStep> {
    const at = run.steps.length;
    const action = run.actions[at] as MacroAction;
    try {
      const conversation = await timeline.find(id);
      if (!conversation || !canServe(viewer, conversation))
        throw new AppError('forbidden', 'It is not yours any more.');
      await act(viewer, conversation, run, at);
      return { action, state: 'done' };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { action, state: 'failed', error: error.toWire() };
    }
  }

  return {
    run(viewer, conversation, asked) {
      const id = keyOf({ agent: { id: viewer.userId }, conversationId: conversation.id, clientId: asked.clientId });
      return inTurn(id, async () => {
        const run = (await store.find(id)) ?? (await begin(viewer, conversation, id, asked));
        if (run.macroId !== asked.macroId) throw new AppError('conflict', 'This id was used for another macro.');
        while (run.steps.length < run.actions.length) {
          const step = await tryAction(viewer, run, conversation.id);
          run.steps.push(step);
          if (step.state === 'failed') {
            for (const action of run.actions.slice(run.steps.length)) run.steps.push({ action, state: 'left-out' });
          }
          await store.setSteps(id, run.steps);
        }
        return { macroId: run.macroId, name: run.name, steps: run.steps };
      });
    },
  };
}

function fillAction(action: MacroAction, values: VariableValues): MacroAction {
  if (action.type !== 'reply' && action.type !== 'note') return action;
  const { text, missing } = fillVariables(action.text, values);
  if (missing.length > 0) {
    throw new AppError('invalid', 'A variable has no value here.', { fields: { variables: missing.join(', ') } });
  }
  return { ...action, text };
}
