/** What can be put in at a sign: canned replies, filled in already, and colleagues. */
import { useMemo } from 'react';
import type { Mention } from '../../../../shared/model/writing.ts';
import { fillVariables, type VariableValues } from '../../../../shared/variables.ts';
import { useCannedReplies } from '../../http/catalogue.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import { rankPeople, rankReplies, type Trigger } from './completion.ts';

export interface Completion {
  key: string;
  /** what is put in place of the sign and the query */
  words: string;
  title: string;
  /** what stands beside the title */
  about: string;
  mention?: Mention;
  /** shown before it is put in; `missing`: what has no value and stays in braces */
  preview?: { text: string; missing: readonly string[] };
}

const none: readonly Completion[] = [];

export function useCompletions(trigger: Trigger | null, values: VariableValues): readonly Completion[] {
  const replies = useCannedReplies().data;
  const colleagues = useColleagues();
  const { sign, query = '' } = trigger ?? {};
  return useMemo(() => {
    switch (sign) {
      case '/':
        return rankReplies(replies ?? [], query).map((reply): Completion => {
          const filled = fillVariables(reply.text, values);
          return {
            key: reply.id,
            words: filled.text,
            title: `/${reply.shortcut}`,
            about: filled.text,
            preview: filled,
          };
        });
      case '@':
        return rankPeople(colleagues, query).map(({ id, name }): Completion => {
          return { key: id, words: `@${name} `, title: name, about: '', mention: { id, name } };
        });
      default:
        return none;
    }
  }, [sign, query, replies, colleagues, values]);
}
