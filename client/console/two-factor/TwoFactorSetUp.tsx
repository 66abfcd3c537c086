/** Sets up the second step: password, QR code and a first code of it, then the recovery codes. */
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryCodes as Codes, TwoFactorSecret } from '../../../shared/api-accounts.ts';
import type { WireError } from '../../../shared/errors.ts';
import { callApi, toWireError } from '../http/api.ts';
import { useTimes } from '../i18n/times.ts';
import { CodeField } from './CodeField.tsx';
import { explainWrong } from './explain.ts';
import { QrCode } from './QrCode.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import classes from './two-factor.module.css';

type Step = { kind: 'password' } | { kind: 'scan'; secret: TwoFactorSecret } | { kind: 'codes'; codes: string[] };

/** `onDone`: it is on, and the codes were kept. */
export function TwoFactorSetUp({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [step, setStep] = useState<Step>({ kind: 'password' });
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [error, setError] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const wrong = explainWrong(error, t, times);

  async function attempt(run: () => Promise<Step>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      setStep(await run());
    } catch (fault) {
      setError(toWireError(fault));
    } finally {
      setBusy(false);
    }
  }

  function handlePassword(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => ({
      kind: 'scan',
      secret: await callApi<TwoFactorSecret>('POST', '/api/two-factor', { password }),
    }));
  }

  function handleCode(event: FormEvent) {
    event.preventDefault();
    void attempt(async () => {
      const { recoveryCodes } = await callApi<Codes>('POST', '/api/two-factor/confirm', { code });
      return { kind: 'codes', codes: recoveryCodes };
    });
  }

  const problem = wrong.form && (
    <p role="alert" className={classes.problem}>
      {wrong.form}
    </p>
  );
  switch (step.kind) {
    case 'password':
      return (
        <form className={classes.steps} onSubmit={handlePassword}>
          {problem}
          <PasswordInput
            label={t('twoFactor.confirmPassword')}
            description={t('twoFactor.confirmPasswordHint')}
            autoComplete="current-password"
            data-autofocus
            autoFocus
            value={password}
            error={wrong.password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" loading={isBusy} disabled={password === ''}>
              {t('twoFactor.next')}
            </Button>
          </div>
        </form>
      );
    case 'scan':
      return (
        <form className={classes.steps} onSubmit={handleCode}>
          {problem}
          <h2 className={classes.heading}>{t('twoFactor.scan')}</h2>
          <QrCode text={step.secret.uri} label={t('twoFactor.qrLabel')} />
          <div>
            <p className={classes.label}>{t('twoFactor.manual')}</p>
            <p className={classes.key}>{step.secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
          </div>
          <h2 className={classes.heading}>{t('twoFactor.enterCode')}</h2>
          <CodeField value={code} error={wrong.code} autoFocus onChange={setCode} />
          <div>
            <Button type="submit" loading={isBusy} disabled={code.trim().length < 6}>
              {t('twoFactor.confirm')}
            </Button>
          </div>
        </form>
      );
    case 'codes':
      return <RecoveryCodes codes={step.codes} onKept={onDone} />;
  }
}
