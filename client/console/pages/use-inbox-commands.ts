/** What can be done from the inbox by key and by the command menu, besides what its parts offer themselves. */
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import { type Command, useCommands } from '../app/commands.ts';
import { usePreferences } from '../app/shell-context.ts';

export interface InboxCommands {
  /** the open conversation; null while none is */
  conversation: AgentConversation | null;
  onStep(step: 1 | -1): void;
  onWrite(kind: 'message' | 'note'): void;
  onPanel(): void;
  onShow(view: 'mine' | 'waiting' | 'all'): void;
}

export function useInboxCommands({ conversation, onStep, onWrite, onPanel, onShow }: InboxCommands): void {
  const { t } = useTranslation();
  const [{ enterSends }] = usePreferences();
  const here = (id: string, label: string, keys: string, run: () => void, rest: Partial<Command> = {}): Command => ({
    ...{ id, label, keys, run, group: 'here', isOn: conversation !== null },
    ...rest,
  });
  const go = (id: string, label: string, keys: string, run: () => void): Command => ({
    ...{ id, label, keys, run, group: 'go' },
  });
  useCommands([
    here('conversation.reply', t('shortcuts.reply'), 'r', () => onWrite('message'), {
      effect: conversation ? t('command.replyEffect', { name: conversation.customer.name }) : undefined,
    }),
    here('conversation.note', t('shortcuts.note'), 'n', () => onWrite('note'), { effect: t('command.noteEffect') }),
    here('conversation.panel', t('shortcuts.panel'), 'i', onPanel),
    // The text field listens to these itself.
    here('composer.send', t('shortcuts.send'), enterSends ? 'enter' : 'mod+enter', () => undefined, { isOwnKey: true }),
    here('composer.newline', t('shortcuts.newline'), 'shift+enter', () => undefined, { isOwnKey: true }),
    here('composer.leave', t('shortcuts.leave'), 'escape', () => undefined, { isOwnKey: true }),
    go('list.next', t('command.next'), 'j', () => onStep(1)),
    go('list.previous', t('command.previous'), 'k', () => onStep(-1)),
    ...(['mine', 'waiting', 'all'] as const).map((view, at) =>
      go(`list.${view}`, t('command.view', { view: t(`inbox.views.${view}`) }), String(at + 1), () => onShow(view)),
    ),
  ]);
}
