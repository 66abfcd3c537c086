/** A macro as it is built: its actions with keys of their own, what each still lacks, and what they do in words. Pure. */
import type { Catalogue } from '../../../../shared/api.ts';
import type { Macro, MacroAction } from '../../../../shared/model/catalogue.ts';

/** Keys are the screen's only: they keep a field's cursor when actions change places. */
export interface ActionDraft {
  key: string;
  action: MacroAction;
}

export const actionTypes = [
  'reply',
  'note',
  'add-tags',
  'remove-tags',
  'set-priority',
  'snooze',
  'transfer',
  'close',
] as const satisfies MacroAction['type'][];

export const maxActions = 10;

/** Snoozing and handing over end the work here just as closing does, so each is there once. */
const once: readonly MacroAction['type'][] = ['set-priority', 'snooze', 'transfer', 'close'];

export function openTypes(actions: readonly ActionDraft[]): MacroAction['type'][] {
  if (actions.length >= maxActions) return [];
  return actionTypes.filter((type) => !once.includes(type) || !actions.some(({ action }) => action.type === type));
}

/** What a new action begins with; lists to choose from begin empty and are asked for. */
export function startAction(type: MacroAction['type'], catalogue: Pick<Catalogue, 'queues'>): MacroAction {
  switch (type) {
    case 'reply':
    case 'note':
      return { type, text: '' };
    case 'add-tags':
    case 'remove-tags':
      return { type, tagIds: [] };
    case 'set-priority':
      return { type, priority: 'high' };
    case 'snooze':
      return { type, hours: 24 };
    case 'transfer': {
      const first = catalogue.queues.find((queue) => !queue.archived);
      // An empty id is refused by `isWhole` until a queue is chosen.
      return { type, queueId: first?.id ?? ('' as never) };
    }
    case 'close':
      return { type, dispositionId: null };
  }
}

/** A close that is not the last one would leave the rest to a conversation that is over: it is moved to the end. */
export function addAction(actions: readonly ActionDraft[], key: string, action: MacroAction): ActionDraft[] {
  const last = actions.at(-1);
  if (last?.action.type === 'close') return [...actions.slice(0, -1), { key, action }, last];
  return [...actions, { key, action }];
}

export function isWhole(action: MacroAction): boolean {
  switch (action.type) {
    case 'reply':
    case 'note':
      return action.text.trim() !== '';
    case 'add-tags':
    case 'remove-tags':
      return action.tagIds.length > 0;
    case 'transfer':
      return action.queueId !== ('' as never);
    case 'set-priority':
    case 'snooze':
    case 'close':
      return true;
  }
}

export function isCloseLast(actions: readonly ActionDraft[]): boolean {
  const at = actions.findIndex(({ action }) => action.type === 'close');
  return at === -1 || at === actions.length - 1;
}

/** As `t` of the words takes it: which sentence, and what goes into it. */
export interface ActionWords {
  key: `workspace.macros.does.${MacroAction['type'] | 'close-as'}`;
  values: Record<string, string | number>;
}

export function describeAction(action: MacroAction, catalogue: Catalogue): ActionWords {
  const names = (ids: readonly string[], all: readonly { id: string; name: string }[]): string =>
    all.flatMap((one) => (ids.includes(one.id) ? [one.name] : [])).join(', ') || '…';
  switch (action.type) {
    case 'reply':
    case 'note':
      return { key: `workspace.macros.does.${action.type}`, values: { text: shorten(action.text) } };
    case 'add-tags':
    case 'remove-tags':
      return { key: `workspace.macros.does.${action.type}`, values: { tags: names(action.tagIds, catalogue.tags) } };
    case 'set-priority':
      return { key: 'workspace.macros.does.set-priority', values: { priority: action.priority } };
    case 'snooze':
      return { key: 'workspace.macros.does.snooze', values: { count: action.hours } };
    case 'transfer':
      return { key: 'workspace.macros.does.transfer', values: { queue: names([action.queueId], catalogue.queues) } };
    case 'close':
      return action.dispositionId === null
        ? { key: 'workspace.macros.does.close', values: {} }
        : {
            key: 'workspace.macros.does.close-as',
            values: { disposition: names([action.dispositionId], catalogue.dispositions) },
          };
  }
}

export const draftOf = ({ name, sharing, actions }: Pick<Macro, 'name' | 'sharing' | 'actions'>) => ({
  name,
  sharing,
  actions: actions.map((action, at): ActionDraft => ({ key: `a${at}`, action })),
});

const SHOWN = 60;

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  if (line === '') return '…';
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 1).trimEnd()}…`;
}
