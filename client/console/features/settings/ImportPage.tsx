/** One import: how its file is read, what it would do, what it did, and the way back. */
import { Button, Progress } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CustomerImport } from '../../../../shared/model/import.ts';
import { useFeedback } from './feedback.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';
import { ImportSettingsForm } from './ImportSettingsForm.tsx';
import { isUnderWay, useImport, useImportStep } from './import-queries.ts';
import own from './imports.module.css';
import { Block, Loaded, PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';

const back = '/console/settings/imports';

export function ImportPage() {
  const { t } = useTranslation();
  const { importId = '' } = useParams({ strict: false });
  const query = useImport(importId);
  return (
    <PageFrame
      title={query.data?.fileName ?? t('imports.title')}
      back={{ to: back, label: t('imports.title') }}
      action={query.data && <Next one={query.data} />}
    >
      <Loaded query={query}>{(one) => <One one={one} />}</Loaded>
    </PageFrame>
  );
}

/** The one thing to do next. */
function Next({ one }: { one: CustomerImport }) {
  const { t } = useTranslation();
  const step = useImportStep(one.id);
  const { failed } = useFeedback();
  const go = (name: 'check' | 'run' | 'undo') => () => step.mutate(name, { onError: failed });
  const isAddressed = one.settings.columns.some((column) => /^(email|phone|external:)/.test(column ?? ''));
  switch (one.state) {
    case 'draft':
    case 'failed':
      return (
        <Button onClick={go('check')} loading={step.isPending} disabled={!isAddressed}>
          {t('imports.check')}
        </Button>
      );
    case 'checked': {
      const count = one.counts.new + one.counts.updated;
      return (
        <Button onClick={go('run')} loading={step.isPending} disabled={count === 0}>
          {t('imports.run', { count })}
        </Button>
      );
    }
    case 'done':
      return (
        <Button variant="default" onClick={go('undo')} loading={step.isPending}>
          {t('imports.undo')}
        </Button>
      );
    default:
      return null;
  }
}

function One({ one }: { one: CustomerImport }) {
  const { t } = useTranslation();
  const { state, done, total, failedAt } = one;
  const maySet = state === 'draft' || state === 'checked' || state === 'failed';
  return (
    <>
      <p className={own.state} role="status">
        {t(`imports.states.${state}`)}
        {isUnderWay(one) && state !== 'undoing' && (
          <span>{total === null ? t('imports.progress', { done }) : t('imports.outOf', { done, total })}</span>
        )}
      </p>
      {isUnderWay(one) && (
        <Progress
          value={total === null || state === 'undoing' ? 100 : (100 * done) / Math.max(1, total)}
          animated={total === null || state === 'undoing'}
          aria-label={t(`imports.states.${state}`)}
        />
      )}
      {failedAt !== null && (
        <p role="alert" className={classes.failed}>
          {t('imports.failedAt', { line: failedAt })}
        </p>
      )}
      {state === 'done' && <p className={classes.hint}>{t('imports.undoAsk')}</p>}
      {(state === 'undoing' || state === 'undone') && (
        <Block title={t('imports.undid')}>
          <dl className={own.counts}>
            {(['removed', 'restored', 'kept'] as const).map((name) => (
              <div key={name}>
                <dt>{t(`imports.undoCounts.${name}`)}</dt>
                <dd>{one.undo[name]}</dd>
              </div>
            ))}
          </dl>
        </Block>
      )}
      {state !== 'draft' && state !== 'failed' && <ImportOutcome one={one} />}
      {maySet && <ImportSettingsForm key={`${one.settings.encoding}${one.settings.delimiter}`} one={one} />}
      {state === 'done' && one.counts.refused + one.counts.conflict > 0 && (
        <Button
          variant="default"
          component="a"
          href={`/api/imports/${one.id}/refused`}
          download="refused.csv"
          leftSection={<IconDownload size={16} stroke={1.75} />}
        >
          {t('imports.download')}
        </Button>
      )}
    </>
  );
}
