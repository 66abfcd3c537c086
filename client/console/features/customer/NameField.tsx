/** The customer's name, changed where it stands. */
import { TextInput, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './customer.module.css';

export interface NameFieldProps {
  name: string;
  mayEdit: boolean;
  onSave(name: string): Promise<boolean>;
}

export function NameField({ name, mayEdit, onSave }: NameFieldProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);

  async function save() {
    const next = draft?.trim() ?? '';
    if (next === '' || next === name) setDraft(null);
    else if (await onSave(next)) setDraft(null);
  }

  if (draft === null) {
    return (
      <div className={classes.nameLine}>
        <h2>{name}</h2>
        {mayEdit && (
          <UnstyledButton className={classes.quiet} aria-label={t('person.rename')} onClick={() => setDraft(name)}>
            <IconPencil size={14} stroke={1.75} />
          </UnstyledButton>
        )}
      </div>
    );
  }
  return (
    <TextInput
      size="xs"
      value={draft}
      maxLength={120}
      autoFocus
      aria-label={t('person.name')}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') void save();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
