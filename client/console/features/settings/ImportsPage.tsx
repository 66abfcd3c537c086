/** Where customers are brought in from files, and what was brought in before. */
import { Button, FileButton } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CustomerImport } from '../../../../shared/model/import.ts';
import { homeCountry } from '../../i18n/home-country.ts';
import { useTimes } from '../../i18n/times.ts';
import own from './accounts.module.css';
import { useFeedback } from './feedback.tsx';
import { useImports, useUploadImport } from './import-queries.ts';
import sheet from './imports.module.css';
import { Loaded, PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';
import { useRights } from './use-rights.ts';

export function ImportsPage() {
  const { t } = useTranslation();
  const feedback = useFeedback();
  const navigate = useNavigate();
  const { reach } = useRights();
  const imports = useImports();
  const upload = useUploadImport();

  function begin(file: File | null): void {
    if (!file) return;
    upload.mutate(
      { file, country: homeCountry() },
      {
        onSuccess: ({ id }) => void navigate({ to: '/console/settings/imports/$importId', params: { importId: id } }),
        onError: feedback.failed,
      },
    );
  }

  return (
    <PageFrame
      title={t('imports.title')}
      lead={t('imports.lead')}
      action={
        <FileButton onChange={begin} accept=".csv,.tsv,.txt,text/csv">
          {(props) => (
            <Button {...props} loading={upload.isPending} leftSection={<IconUpload size={16} stroke={1.75} />}>
              {t('imports.upload')}
            </Button>
          )}
        </FileButton>
      }
    >
      <p className={classes.hint}>{t('imports.hint')}</p>
      {reach === 'all' && (
        <p className={sheet.export}>
          <Button
            variant="default"
            component="a"
            href="/api/customers/export"
            download="customers.csv"
            leftSection={<IconDownload size={16} stroke={1.75} />}
          >
            {t('imports.export')}
          </Button>
        </p>
      )}
      <Loaded query={imports}>
        {({ imports: all }) =>
          all.length === 0 ? <p className={classes.lead}>{t('imports.none')}</p> : <Earlier all={all} />
        }
      </Loaded>
    </PageFrame>
  );
}

function Earlier({ all }: { all: CustomerImport[] }) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <section className={own.scroll} aria-label={t('imports.earlier')}>
      <table className={own.grid}>
        <thead>
          <tr>
            <th scope="col">{t('imports.file')}</th>
            <th scope="col">{t('imports.when')}</th>
            <th scope="col">{t('imports.who')}</th>
            <th scope="col">{t('imports.state')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ id, fileName, at, byName, state, total }) => (
            <tr key={id}>
              <td>
                <Link to="/console/settings/imports/$importId" params={{ importId: id }}>
                  {fileName}
                </Link>
              </td>
              <td className={own.time}>{times.full(at)}</td>
              <td>{byName}</td>
              <td>
                {t(`imports.states.${state}`)}
                {total !== null && <small className={own.under}>{t('imports.rows', { count: total })}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
