/** Asks how it ended before it is closed, where the queue has words for that. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Disposition } from '../../../../shared/model/catalogue.ts';
import type { DispositionId } from '../../../../shared/model/ids.ts';
import type { Ending } from '../../sync/work.ts';
import { Outcomes } from './Outcomes.tsx';
import classes from './work.module.css';

export interface ClosePanelProps {
  dispositions: readonly Disposition[];
  onClose(ending: Ending & { name?: string }): void;
}

export function ClosePanel({ dispositions, onClose }: ClosePanelProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<DispositionId | null>(null);
  const [note, setNote] = useState('');
  const name = dispositions.find(({ id }) => id === chosen)?.name;
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    onClose({ dispositionId: chosen, ...(note.trim() ? { note: note.trim() } : {}), ...(name ? { name } : {}) });
  }
  return (
    <form className={classes.body} onSubmit={handleSubmit}>
      <Outcomes dispositions={dispositions} chosen={chosen} note={note} onChoose={setChosen} onNote={setNote} />
      <Button type="submit" fullWidth>
        {t(chosen === null ? 'work.close.without' : 'work.close.do')}
      </Button>
    </form>
  );
}
