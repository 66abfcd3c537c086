/** The attributes that every workspace has, with names and values in the language of whoever looks. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '../../../shared/model/catalogue.ts';
import type { AttributeValue } from '../../../shared/model/customer.ts';
import { ageOn, isConsent, isStandard, standardAttributes } from '../../../shared/model/standard-attributes.ts';
import { useTimes } from '../i18n/times.ts';

export interface StandardAttributes {
  attributes: readonly Attribute[];
  /** undefined where it is shown as it is kept */
  describe(id: string, value: AttributeValue): string | undefined;
}

export function useStandardAttributes(): StandardAttributes {
  const { t } = useTranslation();
  const { locale } = useTimes();
  return useMemo(
    () => ({
      attributes: standardAttributes.map((each) => {
        const field: string = each.id;
        return isStandard(field) ? { ...each, name: t(`standard.${field}`) } : each;
      }),
      describe(id, value) {
        if (typeof value !== 'string') return undefined;
        if (isConsent(id)) return t(`standard.consents.${value as 'granted'}`);
        if (id === 'gender') return t(`standard.genders.${value as 'female'}`);
        if (id === 'language') return new Intl.DisplayNames([locale], { type: 'language' }).of(value);
        if (id !== 'birthday') return undefined;
        const age = ageOn(value, new Date().toISOString().slice(0, 10));
        const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value));
        return age === null ? date : t('standard.born', { date, age });
      },
    }),
    [t, locale],
  );
}
