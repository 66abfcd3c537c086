/** Lines of the audit trail in plain words; each opens to what exactly changed. */
import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Actor, AuditRow } from '../../../../shared/model/audit.ts';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { wordKey } from '../../i18n/word-key.ts';
import { AuditDetails } from './AuditDetails.tsx';
import own from './accounts.module.css';
import classes from './settings.module.css';

export interface AuditTableProps {
  entries: AuditRow[];
  onTarget(id: string, name: string): void;
}

export function AuditTable({ entries, onTarget }: AuditTableProps) {
  const { t } = useTranslation();
  return (
    <section className={own.scroll} aria-label={t('audit.title')}>
      <table className={cx(own.grid, own.log)}>
        <thead>
          <tr>
            <th scope="col">{t('audit.when')}</th>
            <th scope="col">{t('audit.who')}</th>
            <th scope="col">{t('audit.what')}</th>
            <th scope="col">{t('audit.target')}</th>
            <th scope="col">{t('audit.address')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('audit.what')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} onTarget={onTarget} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ entry, onTarget }: { entry: AuditRow; onTarget: AuditTableProps['onTarget'] }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [isOpen, setOpen] = useState(false);
  const what = t(`audit.actions.${wordKey(entry.action)}`);
  const time = times.full(entry.at);
  const target = entry.targetName ?? entry.target;
  const hasDetails = Object.keys(entry.details).length > 0;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <>
      <tr>
        <td className={own.time}>{time}</td>
        <td>{useActorName(entry.actor)}</td>
        <td>{what}</td>
        <td>
          <button
            type="button"
            className={own.target}
            title={t('audit.onlyTarget', { name: target })}
            onClick={() => onTarget(entry.target, target)}
          >
            {target}
          </button>
        </td>
        <td className={own.time}>{entry.address}</td>
        <td className={classes.right}>
          {hasDetails && (
            <ActionIcon
              size={28}
              aria-expanded={isOpen}
              aria-label={t('audit.details', { what, time })}
              onClick={() => setOpen(!isOpen)}
            >
              <Chevron size={16} stroke={1.75} />
            </ActionIcon>
          )}
        </td>
      </tr>
      {isOpen && (
        <tr className={own.detailsRow}>
          <td colSpan={6}>
            <AuditDetails details={entry.details} />
          </td>
        </tr>
      )}
    </>
  );
}

function useActorName(actor: Actor): string {
  const { t } = useTranslation();
  switch (actor.kind) {
    case 'user':
      return actor.name;
    case 'nobody':
      return t('audit.nobody');
    case 'system':
      return t('audit.system');
  }
}
