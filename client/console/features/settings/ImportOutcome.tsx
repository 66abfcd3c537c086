/** What an import would do, or did, in numbers; and the rows that are refused, with why. */
import { useTranslation } from 'react-i18next';
import type { CustomerImport } from '../../../../shared/model/import.ts';
import accounts from './accounts.module.css';
import own from './imports.module.css';
import { Block } from './PageFrame.tsx';
import classes from './settings.module.css';

const names = ['new', 'updated', 'same', 'conflict', 'refused'] as const;

export function ImportOutcome({ one }: { one: CustomerImport }) {
  const { t } = useTranslation();
  const { counts, refused, state } = one;
  const isOnlyTried = state === 'checking' || state === 'checked';
  return (
    <>
      <Block title={t(isOnlyTried ? 'imports.would' : 'imports.did')}>
        <dl className={own.counts}>
          {names.map((name) => (
            <div key={name} data-warns={(name === 'conflict' || name === 'refused') && counts[name] > 0}>
              <dt>{t(`imports.counts.${name}`)}</dt>
              <dd>{counts[name]}</dd>
            </div>
          ))}
        </dl>
      </Block>
      {refused.length > 0 && (
        <section className={classes.block} aria-label={t('imports.refused')}>
          <h3>{t('imports.refused')}</h3>
          {counts.refused + counts.conflict > refused.length && (
            <p className={classes.hint}>{t('imports.refusedMore')}</p>
          )}
          <div className={accounts.scroll}>
            <table className={accounts.grid}>
              <thead>
                <tr>
                  <th scope="col">{t('imports.line')}</th>
                  <th scope="col">{t('imports.reason')}</th>
                  <th scope="col">{t('imports.column')}</th>
                  <th scope="col">{t('imports.value')}</th>
                </tr>
              </thead>
              <tbody>
                {refused.map(({ line, reason, column, value }) => (
                  <tr key={line}>
                    <td className={accounts.time}>{line}</td>
                    <td>{t(`imports.reasons.${reason}`)}</td>
                    <td>{column}</td>
                    <td className={own.value}>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </>
  );
}
