/** The same verbs by key and in the command menu. */
import { useTranslation } from 'react-i18next';
import { type AgentConversation, priorities } from '../../../../shared/model/conversation.ts';
import { type Command, useCommands } from '../../app/commands.ts';
import type { Leave } from '../../sync/leave.ts';
import type { Actions } from './use-actions.ts';
import type { Panel } from './WorkActions.tsx';

export interface WorkCommands {
  conversation: AgentConversation;
  leave: Leave;
  actions: Actions;
  onPanel(panel: Panel): void;
  onClose(): void;
}

export function useWorkCommands({ conversation, leave, actions, onPanel, onClose }: WorkCommands): void {
  const { t } = useTranslation();
  const here = (id: string, label: string, isOn: boolean, run: () => void, rest: Partial<Command> = {}): Command => ({
    ...{ id: `work.${id}`, label, isOn, run, group: 'here' },
    ...rest,
  });
  const isServing = !leave.isGuest;
  const { ownerId, ownerName } = conversation.work ?? { ownerId: null, ownerName: null };
  useCommands([
    here('close', t('command.close'), leave.isOpen && isServing, onClose, {
      ...{ keys: 'e', effect: t('command.closeEffect') },
    }),
    here('transfer', t('work.transfer.open'), leave.mayMove, () => onPanel('transfer'), {
      keys: 'a',
    }),
    here('recall', t('work.recall'), leave.isMine && conversation.work?.handingTo != null, () => void actions.recall()),
    here('snooze', t('work.snooze.open'), leave.mayMove, () => onPanel('snooze'), {
      ...{ keys: 's', effect: t('work.snooze.effect') },
    }),
    here('wake', t('work.snooze.wake'), leave.isSnoozed && leave.mayMove, () => void actions.wake()),
    here('tags', t('work.tags.open'), isServing, () => onPanel('tags'), { keys: 't' }),
    here('ask', t('work.ask.open'), isServing, () => onPanel('ask'), { effect: t('work.ask.effect') }),
    here('merge', t('work.merge.open'), leave.mayMove, () => onPanel('merge'), { effect: t('work.merge.effect') }),
    here('hand', t('work.hand.raise'), isServing && conversation.help === null, () => onPanel('hand')),
    here('lower', t('work.hand.lower'), isServing && conversation.help !== null, () => void actions.lowerHand()),
    here(
      'take',
      ownerId ? t('work.takeOver', { name: ownerName ?? '' }) : t('work.take'),
      leave.mayTake,
      () => void actions.take(),
    ),
    here(
      'reopen',
      t('work.reopen'),
      isServing && (leave.isWrappingUp || conversation.status === 'closed'),
      () => void actions.reopen(),
    ),
    ...priorities.map((priority) =>
      here(
        `priority.${priority}`,
        t('work.priority.set', { priority: t(`priority.${priority}`) }),
        leave.mayMove && conversation.priority !== priority,
        () => void actions.prioritise(priority),
      ),
    ),
  ]);
}
