/** The account tried live: each step as it happens, what went wrong in plain words, and what the other side said. */
import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AccountStep } from '../../../../shared/model/account.ts';
import { toWireError } from '../../http/api.ts';
import mail from './mailbox.module.css';
import type { Check } from './mailbox-queries.ts';
import classes from './settings.module.css';
import { useAccountWords } from './use-account-words.ts';

export interface AccountCheckProps {
  check: Check;
  /** whether what is on the screen could be an account at all */
  isSound: boolean;
  onRun(): void;
}

export function AccountCheck({ check, isSound, onRun }: AccountCheckProps) {
  const { t } = useTranslation();
  const { steps, isRunning, fault } = check;
  const isDone = !isRunning && steps.length > 0;
  const hasFailed = steps.some(({ state }) => state === 'failed');
  return (
    <div>
      <Button variant="default" loading={isRunning} disabled={!isSound} onClick={onRun}>
        {t(isDone ? 'mailbox.check.again' : 'mailbox.check.run')}
      </Button>
      {steps.length > 0 && (
        <ol className={mail.steps} aria-live="polite" aria-busy={isRunning}>
          {steps.map((step) => (
            <Step key={step.step} {...step} />
          ))}
        </ol>
      )}
      {isDone && fault === null && (
        <p className={hasFailed ? classes.error : mail.fine}>
          {t(hasFailed ? 'mailbox.check.failed' : 'mailbox.check.fine')}
        </p>
      )}
      {fault !== null && (
        <p role="alert" className={classes.error}>
          {t('mailbox.check.notRun', { why: t(`error.${toWireError(fault).code}`) })}
        </p>
      )}
    </div>
  );
}

function Step(step: AccountStep) {
  const { t } = useTranslation();
  const words = useAccountWords();
  const isBad = step.state === 'failed' || step.state === 'warning';
  return (
    <li className={mail.step} data-state={step.state}>
      <StepIcon state={step.state} />
      <div>
        <p>
          {words.step(step)} <span className="visually-hidden">{t(`mailbox.check.states.${step.state}`)}</span>
        </p>
        {step.code !== undefined && <p className={isBad ? mail.why : classes.quiet}>{words.code(step)}</p>}
        {isBad && step.detail && (
          <p className={classes.hint} dir="auto">
            {t('mailbox.check.said', { text: step.detail })}
          </p>
        )}
      </div>
    </li>
  );
}

export function StepIcon({ state }: Pick<AccountStep, 'state'>) {
  switch (state) {
    case 'running':
      return <Loader size={16} aria-hidden />;
    case 'ok':
      return <IconCheck size={16} stroke={2} aria-hidden />;
    case 'warning':
      return <IconAlertTriangle size={16} stroke={1.75} aria-hidden />;
    case 'failed':
      return <IconX size={16} stroke={2} aria-hidden />;
    case 'skipped':
      return <IconMinus size={16} stroke={1.75} aria-hidden />;
  }
}
