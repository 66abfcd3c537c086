/** Password and code, before something about the second step is changed. */
import { Button, Modal, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toWireError } from '../../http/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { CodeField } from '../../two-factor/CodeField.tsx';
import { explainWrong } from '../../two-factor/explain.ts';
import classes from './settings.module.css';

export interface TwoFactorConfirmProps {
  title: string;
  text: string;
  verb: string;
  fault: unknown;
  isBusy: boolean;
  onConfirm(input: { password: string; code: string }): void;
  onClose(): void;
}

export function TwoFactorConfirm({ title, text, verb, fault, isBusy, onConfirm, onClose }: TwoFactorConfirmProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const wrong = explainWrong(fault ? toWireError(fault) : null, t, times);

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    onConfirm({ password, code });
  }

  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form className={classes.fields} onSubmit={handleSubmit}>
        <p>{text}</p>
        <PasswordInput
          label={t('profile.currentPassword')}
          autoComplete="current-password"
          data-autofocus
          value={password}
          error={wrong.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <CodeField value={code} error={wrong.code} takesBoth onChange={setCode} />
        {wrong.form && (
          <p role="alert" className={classes.error}>
            {wrong.form}
          </p>
        )}
        <div>
          <Button type="submit" loading={isBusy} disabled={password === '' || code.trim().length < 6}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
