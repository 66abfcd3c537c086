/** The audit trail: who did what, newest first, narrowed by person, action, target and time, and as a file. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toWireError } from '../../http/api.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { toQuery, useAudit } from './account-queries.ts';
import own from './accounts.module.css';
import { type AuditChoice, noChoice, toFilter } from './audit-choice.ts';
import { PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';

export function AuditPage() {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<AuditChoice>(noChoice);
  const filter = toFilter(choice);
  const trail = useAudit(filter);
  const pages = trail.data?.pages ?? [];
  const entries = pages.flatMap((page) => page.entries);

  return (
    <PageFrame
      title={t('audit.title')}
      lead={t('audit.lead')}
      action={
        <Button
          variant="default"
          component="a"
          href={`/api/audit/export?${toQuery(filter)}`}
          download="audit.csv"
          leftSection={<IconDownload size={16} stroke={1.75} />}
        >
          {t('audit.export')}
        </Button>
      }
    >
      <AuditFilters choice={choice} people={pages[0]?.people ?? []} onChange={setChoice} />
      {trail.isPending && <div className={classes.ghost} aria-busy="true" />}
      {trail.isError && (
        <div role="alert" className={classes.failed}>
          <p>
            {t('settings.loadFailed')} {t(`error.${toWireError(trail.error).code}`)}
          </p>
          <Button variant="default" onClick={() => void trail.refetch()}>
            {t('common.retry')}
          </Button>
        </div>
      )}
      {trail.isSuccess && entries.length === 0 && <p className={classes.lead}>{t('audit.none')}</p>}
      {entries.length > 0 && (
        <AuditTable entries={entries} onTarget={(id, name) => setChoice({ ...choice, target: { id, name } })} />
      )}
      {entries.length > 0 && (
        <div className={own.foot}>
          {trail.hasNextPage ? (
            <Button variant="default" loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
              {t('audit.more')}
            </Button>
          ) : (
            <p>{t('audit.end')}</p>
          )}
        </div>
      )}
    </PageFrame>
  );
}
