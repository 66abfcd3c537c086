/** The address one signs in with; changed only with the password. */
import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Here } from '../../../../shared/api.ts';
import { toWireError } from '../../http/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { explainWrong } from '../../two-factor/explain.ts';
import { useChangeEmail } from './account-queries.ts';
import own from './accounts.module.css';
import classes from './settings.module.css';

export function ProfileEmail({ me }: { me: Here }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={own.fact}>
      <span>
        {me.email}
        <small>{t('profile.emailHint')}</small>
      </span>
      <Button variant="default" size="xs" onClick={() => setOpen(true)}>
        {t('profile.changeEmail')}
      </Button>
      {isOpen && <EmailDialog onClose={() => setOpen(false)} />}
    </div>
  );
}

function EmailDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const change = useChangeEmail();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const error = change.error ? toWireError(change.error) : null;
  const isTaken = error?.code === 'conflict';
  const wrong = explainWrong(error, t, times);

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    change.mutate(
      { email: email.trim(), password },
      {
        onSuccess: () => {
          notifications.show({ message: t('profile.emailSaved', { email: email.trim().toLowerCase() }) });
          onClose();
        },
      },
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('profile.changeEmail')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={classes.fields} onSubmit={handleSubmit}>
        <TextInput
          type="email"
          label={t('profile.newEmail')}
          autoComplete="email"
          required
          withAsterisk={false}
          data-autofocus
          value={email}
          error={isTaken ? t('profile.emailTaken') : undefined}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('profile.currentPassword')}
          autoComplete="current-password"
          value={password}
          error={wrong.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {wrong.form && !isTaken && (
          <p role="alert" className={classes.error}>
            {wrong.form}
          </p>
        )}
        <div>
          <Button type="submit" loading={change.isPending} disabled={email.trim() === '' || password === ''}>
            {t('profile.changeEmail')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
