/** What one action of a macro asks: its words, tags, queue, hours or disposition. */
import { MultiSelect, NumberInput, Select, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import { limits } from '../../../../shared/limits.ts';
import type { MacroAction } from '../../../../shared/model/catalogue.ts';
import { priorities } from '../../../../shared/model/conversation.ts';
import type { TagId } from '../../../../shared/model/ids.ts';
import { insertAt } from './insert-at.ts';
import { VariableButtons } from './Variables.tsx';

export interface ActionFieldsProps {
  action: MacroAction;
  catalogue: Catalogue;
  onChange(action: MacroAction): void;
}

/** Those in use, and whatever was chosen before it was archived. */
const choices = <T extends { id: string; name: string; archived: boolean }>(
  all: readonly T[],
  chosen: readonly string[],
) => all.filter((one) => !one.archived || chosen.includes(one.id)).map(({ id, name }) => ({ value: id, label: name }));

export function ActionFields({ action, catalogue, onChange }: ActionFieldsProps) {
  const { t } = useTranslation();
  switch (action.type) {
    case 'reply':
    case 'note':
      return <Words action={action} onChange={onChange} />;
    case 'add-tags':
    case 'remove-tags':
      return (
        <MultiSelect
          aria-label={t('workspace.tags.title')}
          placeholder={action.tagIds.length === 0 ? t('workspace.macros.chooseTags') : undefined}
          value={action.tagIds}
          maxValues={20}
          searchable
          data={choices(catalogue.tags, action.tagIds)}
          onChange={(ids) => onChange({ ...action, tagIds: ids as TagId[] })}
        />
      );
    case 'set-priority':
      return (
        <Select
          aria-label={t('workspace.queues.priority')}
          value={action.priority}
          data={priorities.map((one) => ({ value: one, label: t(`workspace.priorities.${one}`) }))}
          onChange={(value) => onChange({ ...action, priority: priorities.find((one) => one === value) ?? 'normal' })}
        />
      );
    case 'snooze':
      return (
        <NumberInput
          aria-label={t('workspace.macros.hours')}
          value={action.hours}
          min={0.25}
          max={720}
          step={1}
          decimalScale={2}
          suffix={` ${t('workspace.units.hours')}`}
          maw={160}
          onChange={(value) => onChange({ ...action, hours: Math.min(720, Math.max(0.25, Number(value) || 1)) })}
        />
      );
    case 'transfer':
      return (
        <Select
          aria-label={t('workspace.macros.toQueue')}
          placeholder={t('workspace.macros.toQueue')}
          value={action.queueId}
          data={choices(catalogue.queues, [action.queueId])}
          onChange={(value) => {
            const queue = catalogue.queues.find((one) => one.id === value);
            if (queue) onChange({ ...action, queueId: queue.id });
          }}
        />
      );
    case 'close':
      return (
        <Select
          aria-label={t('workspace.macros.disposition')}
          value={action.dispositionId ?? ''}
          data={[
            { value: '', label: t('workspace.macros.noDisposition') },
            ...choices(catalogue.dispositions, action.dispositionId ? [action.dispositionId] : []),
          ]}
          onChange={(value) =>
            onChange({ ...action, dispositionId: catalogue.dispositions.find((one) => one.id === value)?.id ?? null })
          }
        />
      );
  }
}

function Words({
  action,
  onChange,
}: {
  action: Extract<MacroAction, { type: 'reply' | 'note' }>;
  onChange(action: MacroAction): void;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <Textarea
        ref={field}
        aria-label={t(`workspace.macros.types.${action.type}`)}
        value={action.text}
        maxLength={limits.text}
        autosize
        minRows={3}
        maxRows={12}
        onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
      />
      <VariableButtons
        onPick={(variable) => {
          const { selectionStart, selectionEnd } = field.current ?? {};
          const next = insertAt(action.text, variable, selectionStart, selectionEnd);
          onChange({ ...action, text: next.text });
          requestAnimationFrame(() => {
            field.current?.focus();
            field.current?.setSelectionRange(next.caret, next.caret);
          });
        }}
      />
    </>
  );
}
