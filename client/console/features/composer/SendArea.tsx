/** The ways out of the text field: send, send and close, and a menu of everything else. */
import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Macro } from '../../../../shared/model/catalogue.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { cx } from '../../../ui/cx.ts';
import { type Command, useCommands } from '../../app/commands.ts';
import { isMacKeyboard } from '../../app/keys.ts';
import { useMacros } from '../../http/catalogue.ts';
import classes from './composer.module.css';
import { SendMenu } from './SendMenu.tsx';
import type { SendOptions } from './use-composing.ts';

const SendLater = lazy(async () => ({ default: (await import('./SendLater.tsx')).SendLater }));
const MacroDialog = lazy(async () => ({ default: (await import('./MacroDialog.tsx')).MacroDialog }));
const CloseDialog = lazy(async () => ({ default: (await import('./CloseDialog.tsx')).CloseDialog }));

export interface SendAreaProps {
  conversation: AgentConversation;
  isNote: boolean;
  /** Enter begins a line there */
  isLetter: boolean;
  isBlocked: boolean;
  /** files are still on their way */
  isSending: boolean;
  hasOutcomes: boolean;
  onSend(options?: SendOptions): void;
}

const noMacros: readonly Macro[] = [];
const sendKeys = (): string => (isMacKeyboard() ? '⌘ ↵' : 'Ctrl ↵');

type Dialog = { kind: 'later' } | { kind: 'close' } | { kind: 'macro'; macro: Macro };

export function SendArea({ conversation, isNote, isLetter, isBlocked, isSending, hasOutcomes, onSend }: SendAreaProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const macros = useMacros().data ?? noMacros;
  const end = () => setDialog(null);

  function sendAndClose(): void {
    if (hasOutcomes) setDialog({ kind: 'close' });
    else onSend({ close: { dispositionId: null } });
  }

  const canReply = !isNote && !isBlocked;
  const here = (id: string, label: string, rest: Partial<Command>, run: () => void): Command => ({
    ...{ id, label, group: 'here', run },
    ...rest,
  });
  useCommands([
    here('reply.sendAndClose', t('writing.sendAndClose'), { keys: 'mod+shift+enter', isOn: canReply }, sendAndClose),
    here('reply.later', t('writing.later'), { keys: 'alt+l', isOn: canReply }, () => setDialog({ kind: 'later' })),
    ...macros.map((macro) =>
      here(`macro.${macro.id}`, t('writing.macro.command', { name: macro.name }), {}, () =>
        setDialog({ kind: 'macro', macro }),
      ),
    ),
  ]);

  return (
    <div className={classes.send}>
      <span className={classes.hint}>{isSending ? t('composer.filesPending') : ''}</span>
      {isNote ? (
        <Button onClick={() => onSend()} disabled={isBlocked}>
          {t('composer.addNote')}
        </Button>
      ) : (
        <>
          <Button
            className={classes.sendAndClose}
            variant="subtle"
            color="gray"
            disabled={isBlocked}
            onClick={sendAndClose}
          >
            {t('writing.sendAndClose')}
          </Button>
          <div className={classes.split}>
            <Button
              onClick={() => onSend()}
              disabled={isBlocked}
              rightSection={<kbd className={classes.key}>{isLetter ? sendKeys() : '↵'}</kbd>}
            >
              {t('composer.send')}
            </Button>
            <SendMenu
              isBlocked={isBlocked}
              macros={macros}
              onLater={() => setDialog({ kind: 'later' })}
              onSendAndClose={sendAndClose}
              onMacro={(macro) => setDialog({ kind: 'macro', macro })}
            >
              <Button className={cx(classes.more, isBlocked && classes.moreQuiet)} aria-label={t('writing.more')}>
                <IconChevronDown size={16} stroke={1.75} />
              </Button>
            </SendMenu>
          </div>
        </>
      )}
      <Suspense fallback={null}>
        {dialog?.kind === 'later' && (
          <SendLater
            name={conversation.customer.name}
            onClose={end}
            onPick={(at) => {
              end();
              onSend({ hold: { hold: 'later', at } });
            }}
          />
        )}
        {dialog?.kind === 'close' && (
          <CloseDialog
            conversation={conversation}
            onClose={end}
            onPick={(close) => {
              end();
              onSend({ close });
            }}
          />
        )}
        {dialog?.kind === 'macro' && <MacroDialog macro={dialog.macro} conversation={conversation} onClose={end} />}
      </Suspense>
    </div>
  );
}
