/** A call beside a chat is over: how it ended, a line for whoever comes next, and the seconds left, without leaving the chat. */
import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { CallView, CallWrapUp } from '../../../../shared/model/call.ts';
import type { DispositionId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './wrap-up.module.css';

export function WrapUpStrip({ call, wrapUp }: { call: CallView; wrapUp: CallWrapUp }) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const now = useNow(1_000);
  const dispositions = (useCatalogue().data?.dispositions ?? []).filter(
    ({ archived, queueIds }) => !archived && (queueIds.length === 0 || queueIds.includes(wrapUp.queueId)),
  );
  const [chosen, setChosen] = useState<DispositionId | null>(null);
  const [note, setNote] = useState('');
  const [isDone, setDone] = useState(false);
  const left = wrapUp.until - now;
  if (isDone || left <= 0) return null;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const answer = await calls.ask('call:wrap-up', {
      ...{ callId: call.id, dispositionId: chosen },
      ...(note.trim() ? { note: note.trim() } : {}),
    });
    if (answer.ok) setDone(true);
    else notifications.show({ message: t(`error.${answer.error.code}`) });
  }

  return (
    <form className={classes.strip} aria-label={t('work.wrapUp.title')} onSubmit={(event) => void submit(event)}>
      <span className={classes.words}>
        <strong>
          {t('work.wrapUp.title')}: {showNumber(call.customerName)}
        </strong>
        <span role="timer">{t('work.wrapUp.left', { time: formatRunning(left) })}</span>
      </span>
      {dispositions.length > 0 && (
        <Select
          aria-label={t('work.wrapUp.disposition')}
          placeholder={t('work.wrapUp.disposition')}
          clearable
          value={chosen}
          data={dispositions.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(value) => setChosen(value as DispositionId | null)}
        />
      )}
      <TextInput
        className={classes.note}
        aria-label={t('work.wrapUp.note')}
        placeholder={t('work.wrapUp.note')}
        value={note}
        maxLength={limits.handoverNote}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit">{t('work.wrapUp.do')}</Button>
    </form>
  );
}
