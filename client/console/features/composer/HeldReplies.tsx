/** Replies of this conversation that wait to be sent, above the text field: by whom, when, and how to take them back. */
import { Button } from '@mantine/core';
import { IconClockHour4 } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { ScheduledReply } from '../../../../shared/model/writing.ts';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './strips.module.css';

const none: readonly ScheduledReply[] = [];
const readMe = (state: DeskState) => state.me;

export function HeldReplies({ conversation, onEdit }: { conversation: AgentConversation; onEdit(): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { writing } = useDesk();
  const me = useDeskState(readMe);
  const { id } = conversation;
  const replies = useDeskState(useCallback((state: DeskState) => state.replies[id] ?? none, [id]));
  const now = useNow(60_000);
  if (replies.length === 0) return null;
  const hasLater = replies.some((reply) => reply.hold === 'later');
  return (
    <ul className={classes.held} aria-label={t('writing.heldList')}>
      {replies.map((reply) => {
        const isMine = reply.agentId === me?.id;
        return (
          <li key={`${reply.agentId}${reply.clientId}`}>
            <IconClockHour4 size={14} stroke={1.75} aria-hidden="true" />
            <span className={classes.when}>{describe(reply, isMine)}</span>
            <span className={classes.words}>
              {reply.text === '' ? reply.files.map((f) => f.name).join(', ') : reply.text}
            </span>
            {isMine && (
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => void writing.unschedule(reply, true).then((answer) => answer.ok && onEdit())}
              >
                {t('writing.heldEdit')}
              </Button>
            )}
            {(isMine || me?.permissions.includes('floor:manage')) && (
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                onClick={() => void writing.unschedule(reply, !isMine)}
              >
                {t('writing.heldCancel')}
              </Button>
            )}
          </li>
        );
      })}
      {hasLater && <li className={classes.heldHint}>{t('writing.heldHint', { name: conversation.customer.name })}</li>}
    </ul>
  );

  function describe(reply: ScheduledReply, isMine: boolean): string {
    if (reply.hold === 'undo') return isMine ? t('writing.soonMine') : t('writing.soonBy', { name: reply.agentName });
    const time = times.when(reply.at, now);
    return isMine ? t('writing.heldMine', { time }) : t('writing.heldBy', { name: reply.agentName, time });
  }
}
