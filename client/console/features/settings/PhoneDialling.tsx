/** The country of a number, and which other countries may be called from it. */
import { MultiSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { countries } from '../../../../shared/model/countries.ts';
import type { PhonePart } from './PhoneForm.tsx';

export function PhoneDialling({ draft, set, error }: PhonePart) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'zh' ? 'zh-Hans' : 'en-GB';
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const data = countries
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <>
      <Select
        label={t('phoneLine.dialling.country')}
        description={t('phoneLine.dialling.countryHint')}
        value={draft.country}
        allowDeselect={false}
        searchable
        data={data}
        error={error('country')}
        onChange={(value) => value !== null && set({ country: value })}
      />
      <MultiSelect
        label={t('phoneLine.dialling.allowed')}
        description={t('phoneLine.dialling.allowedHint')}
        value={draft.allowedCountries}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('phoneLine.dialling.none') }}
        data={data.filter(({ value }) => value !== draft.country)}
        error={error('allowedCountries')}
        onChange={(allowedCountries) => set({ allowedCountries })}
      />
    </>
  );
}
