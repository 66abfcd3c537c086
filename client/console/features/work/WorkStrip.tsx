/** Under the header, when there is something to know: snoozed, being handed over, a raised hand, who was asked in, how pressing, how it ended. */
import { UnstyledButton } from '@mantine/core';
import {
  IconAlarm,
  IconArrowRight,
  IconCheck,
  IconFlag,
  IconHandStop,
  IconMessageQuestion,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { cx } from '../../../ui/cx.ts';
import { TagBadge } from '../../../ui/TagBadge.tsx';
import { useCatalogue } from '../../http/catalogue.ts';
import { useTimes } from '../../i18n/times.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { readLeave } from '../../sync/leave.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { useActions } from './use-actions.ts';
import classes from './work.module.css';

const readMe = (state: DeskState) => state.me;
type Tone = 'plain' | 'warn' | 'danger' | 'note' | 'ok';

export function WorkStrip({ conversation }: { conversation: AgentConversation }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(30_000);
  const me = useDeskState(readMe);
  const actions = useActions(conversation);
  const catalogue = useCatalogue().data;
  const { snooze, work, help, guestIds, priority, tagIds, outcome, status } = conversation;
  const leave = readLeave(conversation, me);
  const tags = (catalogue?.tags ?? []).filter((tag) => tagIds.includes(tag.id));
  const isPressing = priority !== 'normal';
  const hasMore = snooze || work?.handingTo || help || guestIds.length > 0 || (status === 'closed' && outcome);
  if (!hasMore && !isPressing && tags.length === 0) return null;
  return (
    <section className={classes.strip} aria-label={t('work.status')}>
      {isPressing && (
        <Mark
          tone={priority === 'urgent' ? 'danger' : priority === 'high' ? 'warn' : 'plain'}
          icon={<IconFlag size={14} stroke={2} />}
        >
          {t(`priority.${priority}`)}
        </Mark>
      )}
      {tags.map((tag) => (
        <TagBadge key={tag.id} tag={tag} />
      ))}
      {snooze && (
        <Mark
          icon={<IconAlarm size={14} stroke={2} />}
          act={leave.mayMove && { label: t('work.snooze.wake'), run: actions.wake }}
        >
          {t('work.snooze.until', { time: times.when(snooze.until, now), name: snooze.byName })}
        </Mark>
      )}
      {work?.handingTo && (
        <Mark
          icon={<IconArrowRight size={14} stroke={2} />}
          act={leave.isMine && { label: t('work.recall'), run: actions.recall }}
        >
          {t('work.handing', { name: work.handingTo.name })}
        </Mark>
      )}
      {help && (
        <Mark
          tone="warn"
          icon={<IconHandStop size={14} stroke={2} />}
          act={!leave.isGuest && { label: t('work.hand.lower'), run: actions.lowerHand }}
        >
          {help.byId === me?.id ? t('work.hand.upYou') : t('work.hand.up', { name: help.byName })}
          {help.text && `: “${help.text}”`}
        </Mark>
      )}
      <Guests conversation={conversation} isGuest={leave.isGuest} me={me?.id} onEnd={actions.endGuest} />
      {status === 'closed' && outcome && (
        <Mark tone="ok" icon={<IconCheck size={14} stroke={2} />}>
          {outcome.name}
          {outcome.note && `: “${outcome.note}”`}
        </Mark>
      )}
    </section>
  );
}

interface GuestsProps {
  conversation: AgentConversation;
  isGuest: boolean;
  me: AgentConversation['guestIds'][number] | undefined;
  onEnd(id: AgentConversation['guestIds'][number]): Promise<void>;
}

function Guests({ conversation: { guestIds }, isGuest, me, onEnd }: GuestsProps) {
  const { t } = useTranslation();
  const colleagues = useColleagues();
  return guestIds.map((id) => {
    const name = colleagues.find((one) => one.id === id)?.name ?? '';
    const isMe = id === me;
    const label = isMe ? t('work.ask.leave') : t('work.ask.end', { name });
    return (
      <Mark
        key={id}
        tone="note"
        icon={<IconMessageQuestion size={14} stroke={2} />}
        act={(isMe || !isGuest) && { label, isIcon: !isMe, run: () => onEnd(id) }}
      >
        {isMe ? t('work.ask.you') : t('work.ask.guest', { name })}
      </Mark>
    );
  });
}

interface MarkProps {
  tone?: Tone;
  icon: ReactNode;
  act?: false | { label: string; isIcon?: boolean; run(): Promise<void> };
  children: ReactNode;
}

function Mark({ tone = 'plain', icon, act, children }: MarkProps) {
  return (
    <span className={cx(classes.mark, classes[tone])}>
      <span aria-hidden="true">{icon}</span>
      <span className={classes.markWords}>{children}</span>
      {act && (
        <UnstyledButton
          className={cx(classes.markAct, act.isIcon && classes.markIcon)}
          aria-label={act.isIcon ? act.label : undefined}
          onClick={() => void act.run()}
        >
          {act.isIcon ? <IconX size={14} stroke={2} /> : act.label}
        </UnstyledButton>
      )}
    </span>
  );
}
