/** In the composer's place after it ended: how it ended, one line, and the seconds left. */
import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { DispositionId } from '../../../../shared/model/ids.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { Outcomes, offerDispositions } from './Outcomes.tsx';
import { useActions } from './use-actions.ts';
import classes from './work.module.css';

export function WrapUpPanel({ conversation }: { conversation: AgentConversation }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const actions = useActions(conversation);
  const [chosen, setChosen] = useState<DispositionId | null>(null);
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const { work } = conversation;
  const dispositions = offerDispositions(useCatalogue().data?.dispositions ?? [], work?.queueId);
  const left = Math.max(0, (work?.wrapUpUntil ?? now) - now);
  const name = dispositions.find(({ id }) => id === chosen)?.name ?? null;

  async function handleSubmit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    await actions.wrapUp({ dispositionId: chosen, ...(note.trim() ? { note: note.trim() } : {}) }, name);
    setBusy(false);
  }

  return (
    <div className={classes.wrap}>
      <form
        className={classes.wrapUp}
        aria-label={t('work.wrapUp.title')}
        onSubmit={(event) => void handleSubmit(event)}
      >
        <header>
          <h2>{t('work.wrapUp.title')}</h2>
          <span className={classes.timer} role="timer">
            {left > 0 ? t('work.wrapUp.left', { time: formatRunning(left) }) : t('work.wrapUp.over')}
          </span>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => void actions.reopen()}>
            {t('work.wrapUp.back')}
          </Button>
        </header>
        <div className={classes.wrapUpBody}>
          <Outcomes dispositions={dispositions} chosen={chosen} note={note} onChoose={setChosen} onNote={setNote} />
          <div className={classes.wrapUpFoot}>
            <Button type="submit" loading={isBusy}>
              {t('work.wrapUp.do')}
            </Button>
          </div>
        </div>
      </form>
    </div>
  );
}
