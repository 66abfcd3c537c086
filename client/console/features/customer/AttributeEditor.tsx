/** The right control for each type of attribute: chosen rather than typed wherever that is possible. */
import { ActionIcon, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '../../../../shared/model/catalogue.ts';
import type { AttributeValue } from '../../../../shared/model/customer.ts';
import classes from './customer.module.css';
import { InterestsEditor } from './InterestsEditor.tsx';

export interface AttributeEditorProps {
  attribute: Attribute;
  value: AttributeValue | undefined;
  /** a choice in words, where it is kept as something else */
  wordsOf?: (choice: string) => string;
  onSave(value: AttributeValue | null): void;
  onCancel(): void;
}

export function AttributeEditor(props: AttributeEditorProps) {
  const { t } = useTranslation();
  const { attribute, value, onSave } = props;
  return (
    <div className={classes.editor}>
      <Control {...props} />
      {value !== undefined && (
        <ActionIcon
          size={28}
          variant="subtle"
          color="gray"
          aria-label={`${t('person.clear')}: ${attribute.name}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onSave(null)}
        >
          <IconEraser size={16} stroke={1.75} />
        </ActionIcon>
      )}
    </div>
  );
}

function Control({ attribute, value, wordsOf, onSave, onCancel }: AttributeEditorProps) {
  const { t } = useTranslation();
  const common = { size: 'xs', 'aria-label': attribute.name, style: { flex: 1 } } as const;
  switch (attribute.type) {
    case 'yes-no':
      return (
        <SegmentedControl
          {...common}
          data={[
            { value: 'yes', label: t('person.yes') },
            { value: 'no', label: t('person.no') },
          ]}
          value={value === undefined ? '' : value ? 'yes' : 'no'}
          onChange={(next) => onSave(next === 'yes')}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={attribute.choices.map((choice) => ({ value: choice, label: wordsOf?.(choice) ?? choice }))}
          value={typeof value === 'string' ? value : null}
          autoFocus
          defaultDropdownOpened
          allowDeselect={false}
          searchable={attribute.choices.length > 8}
          comboboxProps={{ withinPortal: true }}
          onChange={(next) => next !== null && onSave(next)}
          onDropdownClose={onCancel}
        />
      );
    case 'number':
      return <NumberField {...common} value={value} onSave={onSave} onCancel={onCancel} />;
    case 'date':
    case 'text':
      if (String(attribute.id) === 'interests') {
        const known = typeof value === 'string' ? value : '';
        return <InterestsEditor label={attribute.name} value={known} onSave={onSave} onCancel={onCancel} />;
      }
      return (
        <TextField
          {...common}
          type={attribute.type}
          value={typeof value === 'string' ? value : ''}
          onSave={onSave}
          onCancel={onCancel}
        />
      );
  }
}

interface FieldProps {
  size: 'xs';
  'aria-label': string;
  style: { flex: number };
  onSave(value: AttributeValue | null): void;
  onCancel(): void;
}

/** Enter and leaving keep it, Escape does not. */
function keysOf(save: () => void, cancel: () => void) {
  return (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') save();
    if (event.key === 'Escape') cancel();
  };
}

function TextField({
  type,
  value,
  onSave,
  onCancel,
  ...common
}: FieldProps & { type: 'date' | 'text'; value: string }) {
  const [draft, setDraft] = useState(value);
  const save = () => {
    const next = draft.trim();
    if (next === value) onCancel();
    else onSave(next === '' ? null : next);
  };
  return (
    <TextInput
      {...common}
      type={type}
      value={draft}
      maxLength={500}
      autoFocus
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={keysOf(save, onCancel)}
    />
  );
}

function NumberField({ value, onSave, onCancel, ...common }: FieldProps & { value: AttributeValue | undefined }) {
  const [draft, setDraft] = useState<number | string>(typeof value === 'number' ? value : '');
  const save = () => {
    const next = draft === '' ? null : Number(draft);
    if (next === (value ?? null) || Number.isNaN(next)) onCancel();
    else onSave(next);
  };
  return (
    <NumberInput
      {...common}
      value={draft}
      autoFocus
      hideControls
      onChange={setDraft}
      onBlur={save}
      onKeyDown={keysOf(save, onCancel)}
    />
  );
}
