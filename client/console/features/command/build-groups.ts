/** What the command menu lists: groups in a fixed order, each with its best matches. Pure. */

import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { FoundEntry } from '../../../../shared/model/search.ts';
import type { Command, CommandGroup } from '../../app/commands.ts';
import { findMarks, rankCommands } from './rank.ts';

export type Item =
  | { kind: 'command'; id: string; command: Command; marks: [number, number][] }
  | { kind: 'conversation'; id: string; row: ConversationRow; marks: [number, number][] }
  | { kind: 'entry'; id: string; found: FoundEntry };

export interface Group {
  name: CommandGroup | 'entries';
  items: Item[];
}

const most: Record<Group['name'], number> = { here: 8, conversations: 8, entries: 3, go: 12, settings: 4 };

export interface GroupsInput {
  commands: readonly Command[];
  found: readonly ConversationRow[];
  entries: readonly FoundEntry[];
  text: string;
  /** whether what can be done in the open conversation is asked for */
  hasHere: boolean;
}

export function buildGroups({ commands, found, entries, text, hasHere }: GroupsInput): Group[] {
  const matches = rankCommands(commands, text);
  const of = (group: CommandGroup): Item[] =>
    matches
      .filter(({ command }) => command.group === group && command.id !== 'shell.commands')
      .map(({ command, marks }): Item => ({ kind: 'command', id: command.id, command, marks }));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const conversations = found.map(
    (row): Item => ({
      kind: 'conversation',
      id: row.conversation.id,
      row,
      marks: findMarks(row.conversation.customer.name, words),
    }),
  );
  // What is done to the open conversation stands before what is done to a list.
  const here = of('here').sort((a, b) => Number(a.id.startsWith('list.')) - Number(b.id.startsWith('list.')));
  const groups: Group[] = [
    { name: 'here', items: hasHere ? (text === '' ? here : of('here')) : [] },
    { name: 'conversations', items: [...of('conversations'), ...conversations] },
    { name: 'entries', items: entries.map((one): Item => ({ kind: 'entry', id: one.entry.id, found: one })) },
    { name: 'go', items: of('go') },
    // Found by typing; unasked they would bury the rest.
    { name: 'settings', items: text.trim() === '' ? [] : of('settings') },
  ];
  return groups
    .filter((group) => group.items.length > 0)
    .map((group) => ({ ...group, items: group.items.slice(0, text === '' ? most[group.name] : most[group.name] * 2) }));
}
