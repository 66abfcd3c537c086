/** Raises a hand, with a word on what it is about. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import classes from './work.module.css';

export function HandPanel({ onRaise }: { onRaise(text: string): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    onRaise(text.trim());
  }
  return (
    <form className={classes.body} onSubmit={handleSubmit}>
      <TextInput
        data-autofocus
        label={t('work.hand.text')}
        maxLength={limits.handoverNote}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" fullWidth>
        {t('work.hand.do')}
      </Button>
    </form>
  );
}
