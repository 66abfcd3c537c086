/** Under the header: which other conversation this one looks like a part of. One click puts it there, another says that it is not. */
import { UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsJoin } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../../shared/errors.ts';
import type { Resembled } from '../../../../shared/events-placement.ts';
import type { AgentConversation, Resemblance } from '../../../../shared/model/conversation.ts';
import type { PlacementId } from '../../../../shared/model/ids.ts';
import { useShell } from '../../app/shell-context.ts';
import { useUndo } from '../../app/use-undo.tsx';
import type { DeskState } from '../../sync/desk-state.ts';
import { readLeave } from '../../sync/leave.ts';
import { drawId } from '../../sync/random-id.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import classes from './work.module.css';

const readMe = (state: DeskState) => state.me;

export function ResemblanceStrip({ conversation }: { conversation: AgentConversation }) {
  const leave = readLeave(conversation, useDeskState(readMe));
  const { resembles, id } = conversation;
  if (!resembles || !leave.mayMove) return null;
  return <Strip key={`${id} ${resembles.id}`} conversation={conversation} resembles={resembles} />;
}

function Strip({ conversation: { id }, resembles }: { conversation: AgentConversation; resembles: Resemblance }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const shell = useShell();
  const showUndo = useUndo();
  const [clientId] = useState(() => drawId());
  const [found, setFound] = useState<Resembled | null>(null);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void desk.placements.resembled(id).then((answer) => {
      if (isCurrent && answer.ok) setFound(answer.value.resembled);
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, id]);
  // It may be none of theirs, or be gone.
  if (found === null) return null;
  const { number, subject, customerName } = found;

  const refuse = (code: ErrorCode): void => {
    notifications.show({ message: t('work.notDone', { why: t(`error.${code}`) }) });
  };

  async function join() {
    setBusy(true);
    const answer = await desk.placements.merge(id, { clientId, into: resembles.id });
    setBusy(false);
    if (!answer.ok) return refuse(answer.error.code);
    const { placementId, to } = answer.value;
    if (placementId) showUndo(t('work.merge.done', { number: to.number }), () => void undo(placementId));
    shell.openConversation(to.id);
  }

  async function undo(placementId: PlacementId) {
    const answer = await desk.placements.moveBack(id, placementId);
    if (answer.ok) shell.openConversation(id);
    else refuse(answer.error.code);
  }

  async function tellApart() {
    setBusy(true);
    const answer = await desk.placements.tellApart(id, resembles.id);
    setBusy(false);
    if (!answer.ok) refuse(answer.error.code);
  }

  return (
    <section className={classes.resembles} aria-label={t('work.resembles.label')}>
      <IconArrowsJoin size={16} stroke={1.75} aria-hidden="true" />
      <p className={classes.resemblesWords}>
        <span>
          {t('work.resembles.says')}{' '}
          <button type="button" onClick={() => shell.openConversation(resembles.id)}>
            #{number}
          </button>
        </span>
        <span className={classes.resemblesWhat} dir="auto">
          {[subject, customerName].filter(Boolean).join(' · ')}
        </span>
        <span className={classes.quiet}>{t(`work.resembles.by.${resembles.by}`, { number })}</span>
      </p>
      <span className={classes.resemblesActs}>
        <UnstyledButton className={classes.chip} disabled={isBusy} onClick={() => void join()}>
          {t('work.resembles.join')}
        </UnstyledButton>
        <UnstyledButton className={classes.resemblesNot} disabled={isBusy} onClick={() => void tellApart()}>
          {t('work.resembles.apart')}
        </UnstyledButton>
      </span>
    </section>
  );
}
