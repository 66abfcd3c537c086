/** Narrows the audit trail: person, action, target, and days. */
import { Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AuditPage } from '../../../../shared/api-accounts.ts';
import type { AuditAction } from '../../../../shared/model/audit.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { wordKey } from '../../i18n/word-key.ts';
import own from './accounts.module.css';
import { type AuditChoice, actionGroups, noChoice } from './audit-choice.ts';

export interface AuditFiltersProps {
  choice: AuditChoice;
  people: AuditPage['people'];
  onChange(choice: AuditChoice): void;
}

export function AuditFilters({ choice, people, onChange }: AuditFiltersProps) {
  const { t } = useTranslation();
  const change = (part: Partial<AuditChoice>) => onChange({ ...choice, ...part });
  const isNarrowed = JSON.stringify(choice) !== JSON.stringify(noChoice);
  const groups = Object.entries(actionGroups).map(([group, actions]) => ({
    group: t(`audit.groups.${group as keyof typeof actionGroups}`),
    items: actions.map((action) => ({ value: action, label: t(`audit.actions.${wordKey(action)}`) })),
  }));
  return (
    <search className={own.filters}>
      <Select
        label={t('audit.person')}
        placeholder={t('audit.anybody')}
        searchable
        clearable
        value={choice.actor}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => change({ actor: id as UserId | null })}
      />
      <Select
        label={t('audit.action')}
        placeholder={t('audit.anything')}
        searchable
        clearable
        value={choice.action}
        data={groups}
        onChange={(action) => change({ action: action as AuditAction | null })}
      />
      <TextInput
        className={own.date}
        type="date"
        label={t('audit.from')}
        value={choice.from}
        max={choice.to || undefined}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        className={own.date}
        type="date"
        label={t('audit.to')}
        value={choice.to}
        min={choice.from || undefined}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
      {choice.target && (
        <Button
          variant="default"
          aria-label={t('audit.dropTarget')}
          rightSection={<IconX size={14} stroke={2} />}
          onClick={() => change({ target: null })}
        >
          {t('audit.targetFilter', { name: choice.target.name })}
        </Button>
      )}
      {isNarrowed && (
        <Button variant="subtle" color="gray" onClick={() => onChange(noChoice)}>
          {t('audit.clear')}
        </Button>
      )}
    </search>
  );
}
