/** How it ended, as chips of which one may be chosen, and one line; for closing and for wrap-up. */
import { TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { Disposition } from '../../../../shared/model/catalogue.ts';
import type { DispositionId, QueueId } from '../../../../shared/model/ids.ts';
import { cx } from '../../../ui/cx.ts';
import classes from './work.module.css';

export interface OutcomesProps {
  dispositions: readonly Disposition[];
  chosen: DispositionId | null;
  note: string;
  onChoose(id: DispositionId | null): void;
  onNote(note: string): void;
}

/** Those that may be chosen in this queue. */
export function offerDispositions(all: readonly Disposition[], queueId: QueueId | undefined): Disposition[] {
  return all.filter(
    ({ archived, queueIds }) =>
      !archived && (queueIds.length === 0 || (queueId !== undefined && queueIds.includes(queueId))),
  );
}

export function Outcomes({ dispositions, chosen, note, onChoose, onNote }: OutcomesProps) {
  const { t } = useTranslation();
  return (
    <>
      {dispositions.length > 0 && (
        <fieldset className={classes.chips}>
          <legend>{t('work.wrapUp.disposition')}</legend>
          {dispositions.map(({ id, name }, at) => (
            <button
              key={id}
              type="button"
              data-autofocus={at === 0 || undefined}
              className={cx(classes.chip, id === chosen && classes.chosen)}
              aria-pressed={id === chosen}
              onClick={() => onChoose(id === chosen ? null : id)}
            >
              {id === chosen && <IconCheck size={14} stroke={2} aria-hidden="true" />}
              {name}
            </button>
          ))}
        </fieldset>
      )}
      <TextInput
        aria-label={t('work.wrapUp.note')}
        placeholder={t('work.wrapUp.note')}
        maxLength={limits.handoverNote}
        value={note}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
    </>
  );
}
