/** A reply that was just sent and can still be taken back: the one black thing on the screen, with the seconds that are left. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduledReply } from '../../../../shared/model/writing.ts';
import { useCommands } from '../../app/commands.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './undo.module.css';

const readReplies = (state: DeskState) => state.replies;
const readMe = (state: DeskState) => state.me?.id;

export interface UndoToastProps {
  /** Goes to the conversation, where the words stand again. */
  onUndone(reply: ScheduledReply): void;
}

export function UndoToast({ onUndone }: UndoToastProps) {
  const { t } = useTranslation();
  const { writing } = useDesk();
  const replies = useDeskState(readReplies);
  const me = useDeskState(readMe);
  const [missed, setMissed] = useState(false);
  const held = useMemo(
    () =>
      Object.values(replies)
        .flat()
        .filter((reply) => reply.hold === 'undo' && reply.agentId === me)
        .sort((a, b) => b.at - a.at),
    [replies, me],
  );
  const newest = held[0];
  const now = useNow(newest ? 250 : 60_000);

  useEffect(() => {
    if (!missed) return;
    const timer = setTimeout(() => setMissed(false), 4_000);
    return () => clearTimeout(timer);
  }, [missed]);

  async function undo(): Promise<void> {
    if (!newest) return;
    const answer = await writing.unschedule(newest, true);
    if (answer.ok && answer.value.cancelled) onUndone(newest);
    else setMissed(true);
  }

  useCommands([
    {
      id: 'reply.undo',
      label: t('writing.undoSend'),
      keys: 'alt+z',
      group: 'here',
      isOn: !!newest,
      run: () => void undo(),
    },
  ]);

  const seconds = newest ? Math.max(0, Math.ceil((newest.at - now) / 1_000)) : 0;
  return (
    <div className={classes.place} role="status">
      {newest && !missed && (
        <div className={classes.toast}>
          <span>{seconds > 0 ? t('writing.sendingIn', { count: seconds }) : t('thread.sending')}</span>
          {held.length > 1 && <small>{t('writing.sendingMore', { count: held.length - 1 })}</small>}
          <button type="button" onClick={() => void undo()}>
            {t('writing.undo')}
          </button>
        </div>
      )}
      {missed && <div className={classes.toast}>{t('writing.undoMissed')}</div>}
    </div>
  );
}
