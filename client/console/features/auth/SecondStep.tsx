/** The second half of signing in: a code of the authenticator, or a recovery code. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondStepNeeded } from '../../../../shared/api-accounts.ts';
import type { WireError } from '../../../../shared/errors.ts';
import { callApi, toWireError } from '../../http/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { CodeField } from '../../two-factor/CodeField.tsx';
import { explainWrong } from '../../two-factor/explain.ts';
import { AuthFrame } from './AuthFrame.tsx';
import classes from './auth.module.css';
import { Problem } from './Problem.tsx';

export interface SecondStepProps {
  pending: SecondStepNeeded['secondStep'];
  onSignedIn(): Promise<void>;
  /** back to the password; with what to say there */
  onStartOver(why: string | null): void;
}

export function SecondStep({ pending, onSignedIn, onStartOver }: SecondStepProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const [code, setCode] = useState('');
  const [isRecovery, setRecovery] = useState(false);
  const [error, setError] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const wrong = explainWrong(error, t, times);

  async function handleSubmit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await callApi('POST', '/api/session/second-step', { token: pending.token, code });
      await onSignedIn();
    } catch (fault) {
      const wire = toWireError(fault);
      if (wire.code === 'unauthenticated' || wire.code === 'not_found') return onStartOver(t('twoFactor.tooLate'));
      setError(wire);
      setBusy(false);
    }
  }

  function switchKind() {
    setRecovery(!isRecovery);
    setCode('');
    setError(null);
  }

  return (
    <AuthFrame
      title={t('twoFactor.signInTitle')}
      lead={t(isRecovery ? 'twoFactor.recoveryHelp' : 'twoFactor.signInLead')}
    >
      <form className={classes.fields} onSubmit={(event) => void handleSubmit(event)} noValidate>
        {wrong.form && <Problem text={wrong.form} />}
        <CodeField
          key={isRecovery ? 'recovery' : 'app'}
          value={code}
          error={wrong.code}
          isRecovery={isRecovery}
          autoFocus
          onChange={setCode}
        />
        <Button type="submit" h={42} fz={14} loading={isBusy} disabled={code.trim().length < 6} fullWidth>
          {t('twoFactor.submit')}
        </Button>
        <div className={classes.passwordHead}>
          <button type="button" className={classes.link} onClick={switchKind}>
            {t(isRecovery ? 'twoFactor.useApp' : 'twoFactor.useRecovery')}
          </button>
          <button type="button" className={classes.link} onClick={() => onStartOver(null)}>
            {t('twoFactor.startOver')}
          </button>
        </div>
      </form>
    </AuthFrame>
  );
}
