/** One page of the settings: title, what it is for, its main button, and its states while it is read. */
import { Button } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { toWireError } from '../../http/api.ts';
import classes from './settings.module.css';

export function PageFrame({
  title,
  lead,
  action,
  back,
  isWide = false,
  children,
}: {
  title: string;
  /** the list that this page is one of */
  back?: { to: string; label: string };
  /** uses the whole width: something stands beside the form */
  isWide?: boolean;
  lead?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <header className={classes.head}>
        <div className={classes.titles}>
          {back && (
            <Link to={back.to} className={classes.back}>
              <IconChevronLeft size={14} stroke={2} aria-hidden /> {back.label}
            </Link>
          )}
          <h2>{title}</h2>
        </div>
        {action}
      </header>
      <div className={cx(classes.body, isWide && classes.wide)}>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </div>
    </>
  );
}

export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children(data: T): ReactNode }) {
  const { t } = useTranslation();
  // What is on screen stays there when reading it again fails: somebody may be typing into it.
  if (query.data !== undefined) return children(query.data);
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
  return null;
}

/** The one button of a page with a form, and whether there is anything to save. */
export function SaveBar({
  isChanged,
  isValid,
  isBusy,
  settled,
  onSave,
}: {
  isChanged: boolean;
  isValid: boolean;
  isBusy: boolean;
  /** what is said while nothing waits to be saved */
  settled?: string;
  onSave(): void;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      <span>{isChanged ? t('common.unsaved') : settled}</span>
      <Button onClick={onSave} loading={isBusy} disabled={!isChanged || !isValid}>
        {t('common.save')}
      </Button>
    </div>
  );
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
