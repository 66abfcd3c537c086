/** What a macro will do here, before it does it; and what it did, when not everything could be done. */
import { Button, Modal } from '@mantine/core';
import { IconCheck, IconMinus, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireError } from '../../../../shared/errors.ts';
import type { Macro, MacroAction } from '../../../../shared/model/catalogue.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { MacroStep } from '../../../../shared/model/writing.ts';
import { fillVariables } from '../../../../shared/variables.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './dialogs.module.css';
import { splitMissing } from './split-missing.ts';
import { useDescribeAction } from './use-describe-action.ts';
import { useVariableValues } from './use-draft.ts';
import { newestOfCustomer } from './use-seen.ts';

export interface MacroDialogProps {
  macro: Macro;
  conversation: AgentConversation;
  onClose(): void;
}

type Progress =
  | { kind: 'asked' }
  | { kind: 'running' }
  | { kind: 'refused'; error: WireError }
  | { kind: 'over'; steps: MacroStep[] };

const marks = { done: IconCheck, failed: IconX, 'left-out': IconMinus, planned: IconPlayerPlay } as const;

export function MacroDialog({ macro, conversation, onClose }: MacroDialogProps) {
  const { t } = useTranslation();
  const { writing, store } = useDesk();
  const values = useVariableValues(conversation);
  const describe = useDescribeAction(conversation);
  const [clientId] = useState(writing.newRunId);
  // What stood there when it was looked at: a message that comes while it is read stops its replies.
  const [expects] = useState(() => newestOfCustomer(store.get(), conversation.id));
  const [progress, setProgress] = useState<Progress>({ kind: 'asked' });
  const isOver = progress.kind === 'over';
  const isUnfilled = macro.actions.some((action) => fillVariables(readText(action) ?? '', values).missing.length > 0);

  async function run(): Promise<void> {
    setProgress({ kind: 'running' });
    const answer = await writing.runMacro({ conversationId: conversation.id, macroId: macro.id, clientId, expects });
    if (!answer.ok) setProgress({ kind: 'refused', error: answer.error });
    else if (answer.value.steps.every((step) => step.state === 'done')) onClose();
    else setProgress({ kind: 'over', steps: answer.value.steps });
  }

  const steps: (Omit<MacroStep, 'state'> & { state: MacroStep['state'] | 'planned' })[] = isOver
    ? progress.steps
    : macro.actions.map((action) => ({ action, state: 'planned' }));
  return (
    <Modal opened onClose={onClose} closeButtonProps={{ 'aria-label': t('common.close') }} title={macro.name} size="md">
      <p className={classes.hint}>{t(isOver ? 'writing.macro.failed' : 'writing.macro.does')}</p>
      <ol className={classes.steps}>
        {steps.map(({ action, state, error }, at) => {
          const Mark = marks[state];
          const text = readText(action);
          const filled = fill(action);
          return (
            <li key={`step-${String(at)}`} className={classes.step} data-state={state}>
              <Mark size={16} stroke={1.75} aria-hidden="true" />
              <span>{describe(action)}</span>
              {text !== null && (
                <p data-note={action.type === 'note' || undefined}>
                  {splitMissing(filled.text, filled.missing).map((part) =>
                    part.isMissing ? <mark key={part.at}>{part.text}</mark> : part.text,
                  )}
                </p>
              )}
              {state === 'failed' && error && <small data-failed>{t(`error.${error.code}`)}</small>}
              {state === 'left-out' && <small>{t('writing.macro.leftOut')}</small>}
            </li>
          );
        })}
      </ol>
      {isUnfilled && (
        <p className={classes.problem} role="alert">
          {t('writing.macro.unfilled')}
        </p>
      )}
      {progress.kind === 'refused' && (
        <p className={classes.problem} role="alert">
          {progress.error.code === 'not_ready' ? t('writing.macro.lost') : t(`error.${progress.error.code}`)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t(isOver ? 'common.close' : 'common.cancel')}
        </Button>
        {!isOver && (
          <Button data-autofocus disabled={isUnfilled} loading={progress.kind === 'running'} onClick={() => void run()}>
            {t('writing.macro.run')}
          </Button>
        )}
      </div>
    </Modal>
  );

  function fill(action: MacroAction): { text: string; missing: string[] } {
    // What a run tells of itself is filled in already.
    const text = readText(action) ?? '';
    return isOver ? { text, missing: [] } : fillVariables(text, values);
  }
}

function readText(action: MacroAction): string | null {
  return action.type === 'reply' || action.type === 'note' ? action.text : null;
}
