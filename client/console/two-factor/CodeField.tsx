/** Where a code of an authenticator, or a recovery code, is typed. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './two-factor.module.css';

export interface CodeFieldProps {
  value: string;
  error: string | null;
  isRecovery?: boolean;
  /** both kinds are taken */
  takesBoth?: boolean;
  autoFocus?: boolean;
  onChange(value: string): void;
}

export function CodeField({
  value,
  error,
  isRecovery = false,
  takesBoth = false,
  autoFocus,
  onChange,
}: CodeFieldProps) {
  const { t } = useTranslation();
  const digitsOnly = !isRecovery && !takesBoth;
  return (
    <TextInput
      label={t(isRecovery ? 'twoFactor.recoveryCode' : 'twoFactor.code')}
      description={isRecovery ? undefined : t(takesBoth ? 'twoFactor.codeOrRecoveryHint' : 'twoFactor.codeHint')}
      name="code"
      autoComplete="one-time-code"
      inputMode={digitsOnly ? 'numeric' : 'text'}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40}
      data-autofocus={autoFocus}
      autoFocus={autoFocus ?? false}
      classNames={{ input: classes.code ?? '' }}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
