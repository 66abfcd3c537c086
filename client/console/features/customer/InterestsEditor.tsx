/** What somebody likes: clicked rather than typed, with a field for whatever else it is. */
import { Button, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import classes from './customer.module.css';

export interface InterestsEditorProps {
  label: string;
  /** with commas between them */
  value: string;
  onSave(value: string | null): void;
  onCancel(): void;
}

const separator = /\s*[,，、;；]\s*/;
const split = (text: string): string[] =>
  [...new Set(text.split(separator).map((each) => each.trim()))].filter(Boolean);

export function InterestsEditor({ label, value, onSave, onCancel }: InterestsEditorProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(() => split(value));
  const [typed, setTyped] = useState('');
  const offered = [...new Set([...split(t('standard.interestChoices')), ...chosen])];
  const toggle = (one: string) =>
    setChosen(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one]);

  function save() {
    const next = [...new Set([...chosen, ...split(typed)])].join(', ').slice(0, 500);
    if (next === value) onCancel();
    else onSave(next === '' ? null : next);
  }

  function handleKey(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'Escape') onCancel();
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (typed.trim() === '') return save();
    setChosen([...new Set([...chosen, ...split(typed)])]);
    setTyped('');
  }

  return (
    <fieldset className={classes.interests} aria-label={label}>
      <div className={classes.tags}>
        {offered.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={chosen.includes(one)}
            className={cx(classes.interest, chosen.includes(one) && classes.chosenInterest)}
            onClick={() => toggle(one)}
          >
            {one}
          </button>
        ))}
      </div>
      <TextInput
        size="xs"
        aria-label={t('standard.otherInterest')}
        placeholder={t('standard.otherInterest')}
        value={typed}
        maxLength={100}
        autoFocus
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={handleKey}
      />
      <Button size="compact-xs" mt={6} onClick={save}>
        {t('common.done')}
      </Button>{' '}
      <Button size="compact-xs" mt={6} variant="subtle" color="gray" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
    </fieldset>
  );
}
