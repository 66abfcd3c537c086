/** Sentences for what an account's server was found to be or to do; a word that is not known is shown as it came. */
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AccountStep } from '../../../../shared/model/account.ts';

type Said = Pick<AccountStep, 'code' | 'data' | 'detail'>;

export interface AccountWords {
  step(step: Pick<AccountStep, 'step' | 'data'>): string;
  /** '' where there is nothing to say */
  code(said: Said): string;
  advice(said: { code: string; data?: Said['data'] }): string;
}

export function useAccountWords(): AccountWords {
  const { t } = useTranslation();
  const say = (key: string, data: Said['data'], otherwise: string): string =>
    t(key as ParseKeys, { ...data, defaultValue: otherwise });
  return {
    step: ({ step, data }) => say(`mailbox.check.steps.${step}`, data, step),
    code: ({ code, data, detail }) =>
      code === undefined ? '' : say(`mailbox.check.codes.${code}`, data, detail ?? code),
    advice: ({ code, data }) => say(`mailbox.dns.codes.${code}`, data, code),
  };
}
