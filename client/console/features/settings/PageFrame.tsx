/** One page of the settings: title, what it is for, its main button, and its states while it is read. */
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toWireError } from '../../http/api.ts';
import classes from './settings.module.css';

export function PageFrame({
  title,
  lead,
  action,
  children,
}: {
  title: string;
  lead?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <header className={classes.head}>
        <h2>{title}</h2>
        {action}
      </header>
      <div className={classes.body}>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </div>
    </>
  );
}

export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children(data: T): ReactNode }) {
  const { t } = useTranslation();
  if (query.isPending) return <div className={classes.ghost} aria-busy="true" />;
  if (query.isError) {
    return (
      <div role="alert" className={classes.failed}>
        <p>
          {t('settings.loadFailed')} {t(`error.${toWireError(query.error).code}`)}
        </p>
        <Button variant="default" onClick={() => void query.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    );
  }
  return children(query.data);
}

export function Block({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={classes.block}>
      <h3>{title}</h3>
      {hint && <p className={classes.hint}>{hint}</p>}
      <div className={classes.fields}>{children}</div>
    </section>
  );
}
