/** A new password, for whoever knows the present one; the other sessions end with it. */
import { Button, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toWireError } from '../../http/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { explainWrong } from '../../two-factor/explain.ts';
import { useChangePassword } from './account-queries.ts';
import classes from './settings.module.css';

/** The least length that the server accepts (shared/api.ts passwordSchema). */
const LEAST = 10;

export function ProfilePassword() {
  const { t } = useTranslation();
  const times = useTimes();
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const wrong = explainWrong(change.error ? toWireError(change.error) : null, t, times);
  const missing = LEAST - [...password].length;

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setCurrent('');
          setPassword('');
          notifications.show({ message: t('profile.passwordSaved') });
        },
      },
    );
  }

  return (
    <form className={classes.fields} onSubmit={handleSubmit}>
      <PasswordInput
        label={t('profile.currentPassword')}
        autoComplete="current-password"
        value={current}
        error={wrong.password}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('auth.newPassword')}
        description={
          password !== '' && missing > 0 ? t('auth.passwordShort', { count: missing }) : t('auth.passwordRule')
        }
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {wrong.form && (
        <p role="alert" className={classes.error}>
          {wrong.form}
        </p>
      )}
      <div>
        <Button type="submit" variant="default" loading={change.isPending} disabled={current === '' || missing > 0}>
          {t('profile.changePassword')}
        </Button>
      </div>
    </form>
  );
}
