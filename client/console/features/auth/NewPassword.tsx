/** A new password's field: says the rule, and how much is missing while it is typed. */
import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The least length that the server accepts (shared/api.ts passwordSchema). */
export const passwordLength = 10;

export function NewPassword({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  const missing = passwordLength - [...value].length;
  return (
    <PasswordInput
      label={t('auth.newPassword')}
      description={value !== '' && missing > 0 ? t('auth.passwordShort', { count: missing }) : t('auth.passwordRule')}
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
