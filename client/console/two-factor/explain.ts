/** Sentences for what can go wrong with a password or a code. */
import type { TFunction } from 'i18next';
import type { WireError } from '../../../shared/errors.ts';
import type { Times } from '../i18n/times.ts';

/** What stands at the field of that name, and what at the form. */
export function explainWrong(
  error: WireError | null,
  t: TFunction,
  times: Times,
): { password: string | null; code: string | null; form: string | null } {
  if (error === null) return { password: null, code: null, form: null };
  const { password, code } = error.fields ?? {};
  if (password) return { password: t('profile.passwordWrong'), code: null, form: null };
  if (code) return { password: null, code: t('twoFactor.codeWrong'), form: null };
  const wait = (error.retryAfter ?? 60) * 1000;
  const isLocked = error.code === 'locked_out' || error.code === 'rate_limited';
  const form = isLocked ? t('profile.locked', { time: times.span(wait) }) : t(`error.${error.code}`);
  return { password: null, code: null, form };
}
