/** How a file is read and what its columns are; every change is kept at once, and what was tried before is forgotten. */
import { Radio, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { countries } from '../../../../shared/model/countries.ts';
import { type CustomerImport, encodings, type ImportSettings, whenKnown } from '../../../../shared/model/import.ts';
import { standardFields } from '../../../../shared/model/standard-attributes.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import accounts from './accounts.module.css';
import { useFeedback } from './feedback.tsx';
import { useChangeImport } from './import-queries.ts';
import own from './imports.module.css';
import { Block } from './PageFrame.tsx';
import classes from './settings.module.css';

const signs = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const;
const signNames = ['comma', 'semicolon', 'tab', 'bar'] as const;
const NONE = '';
const readInboxes = (state: DeskState) => state.inboxes;

export function ImportSettingsForm({ one }: { one: CustomerImport }) {
  const { t, i18n } = useTranslation();
  const save = useChangeImport(one.id);
  const { failed } = useFeedback();
  const { settings } = one;
  const language = i18n.language === 'zh' ? 'zh-Hans' : 'en-GB';
  const regions = new Intl.DisplayNames([language], { type: 'region' });
  const set = (change: Partial<ImportSettings>) => save.mutate({ ...settings, ...change }, { onError: failed });
  return (
    <>
      <Columns one={one} onChange={(columns) => set({ columns })} />
      <Block title={t('imports.known')}>
        <Radio.Group
          aria-label={t('imports.known')}
          value={settings.whenKnown}
          onChange={(value) => set({ whenKnown: whenKnown.find((each) => each === value) ?? 'fill' })}
        >
          <div className={own.choices}>
            {(['fill', 'update', 'skip'] as const).map((way) => (
              <Radio key={way} value={way} label={t(`imports.knownWays.${way}`)} />
            ))}
          </div>
        </Radio.Group>
      </Block>
      <Block title={t('imports.how')}>
        <div className={classes.pair}>
          <Select
            label={t('imports.encoding')}
            value={settings.encoding}
            allowDeselect={false}
            data={encodings.map((value) => ({ value, label: t(`imports.encodings.${value}`) }))}
            onChange={(value) => set({ encoding: encodings.find((each) => each === value) ?? 'utf-8' })}
          />
          <Select
            label={t('imports.delimiter')}
            value={signNames.find((name) => signs[name] === settings.delimiter) ?? 'comma'}
            allowDeselect={false}
            data={signNames.map((value) => ({ value, label: t(`imports.delimiters.${value}`) }))}
            onChange={(value) => set({ delimiter: signs[signNames.find((each) => each === value) ?? 'comma'] })}
          />
        </div>
        <Select
          label={t('imports.country')}
          value={settings.country}
          allowDeselect={false}
          searchable
          data={countries
            .map((value) => ({ value, label: regions.of(value) ?? value }))
            .sort((a, b) => a.label.localeCompare(b.label, language))}
          onChange={(value) => value !== null && set({ country: value })}
        />
      </Block>
    </>
  );
}

function Columns({ one, onChange }: { one: CustomerImport; onChange(columns: ImportSettings['columns']): void }) {
  const { t } = useTranslation();
  const choices = useMeanings();
  const { headings, sample, settings } = one;
  return (
    <section className={classes.block} aria-label={t('imports.columns')}>
      <h3>{t('imports.columns')}</h3>
      <p className={classes.hint}>{t('imports.columnsHint')}</p>
      <div className={accounts.scroll}>
        <table className={accounts.grid}>
          <thead>
            <tr>
              <th scope="col">{t('imports.heading')}</th>
              <th scope="col">{t('imports.sample')}</th>
              <th scope="col">{t('imports.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {headings.map((heading, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: headings may be the same, and their place is what they are
              <tr key={at}>
                <td>{heading}</td>
                <td className={own.value}>
                  {sample
                    .flatMap((row) => row[at] || [])
                    .slice(0, 3)
                    .join(' · ')}
                </td>
                <td>
                  <Select
                    aria-label={t('imports.meaningOf', { heading })}
                    value={settings.columns[at] ?? NONE}
                    allowDeselect={false}
                    searchable
                    data={choices}
                    onChange={(value) =>
                      onChange(
                        headings.map((_, other) => (other === at ? value || null : (settings.columns[other] ?? null))),
                      )
                    }
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What a column can be. */
function useMeanings(): { value: string; label: string }[] {
  const { t } = useTranslation();
  const attributes = useCatalogue().data?.attributes ?? [];
  const inboxes = useDeskState(readInboxes);
  return [
    { value: NONE, label: t('imports.leaveOut') },
    ...(['name', 'email', 'phone', 'tags'] as const).map((value) => ({ value, label: t(`imports.fields.${value}`) })),
    ...standardFields.map((value) => ({ value: String(value), label: t(`standard.${value}`) })),
    ...attributes.filter(({ archived }) => !archived).map(({ id, name }) => ({ value: String(id), label: name })),
    ...inboxes
      .filter(({ channel }) => channel === 'webchat')
      .map(({ id, name }) => ({ value: `external:${id}`, label: t('imports.numberOf', { name }) })),
  ];
}
