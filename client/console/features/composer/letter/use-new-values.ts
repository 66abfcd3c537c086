/** What variables stand for in a letter that begins a conversation: whom it goes to, and who writes it. */
import { useMemo } from 'react';
import type { Address } from '../../../../../shared/model/letter.ts';
import { type VariableValues, valuesOf } from '../../../../../shared/variables.ts';
import type { DeskState } from '../../../sync/desk-state.ts';
import { useDeskState } from '../../../sync/use-desk.ts';

const readName = (state: DeskState) => state.me?.name ?? '';

export function useNewValues(to: Address | undefined, inboxName: string): VariableValues {
  const agentName = useDeskState(readName);
  return useMemo(() => {
    const customer = { name: to?.name ?? '', email: to && { value: to.address } };
    // It has no number before it is begun.
    return { ...valuesOf({ customer, agentName, number: 0, queueName: '', inboxName }), 'conversation.number': '' };
  }, [to, agentName, inboxName]);
}
