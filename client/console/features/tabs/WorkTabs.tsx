/** One tab per conversation the agent is in, with one mark of its state. */
import { IconMessageCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { countUnread } from '../../sync/views.ts';
import classes from './tabs.module.css';

const readTyping = (state: DeskState) => state.typing;
const readOnline = (state: DeskState) => state.online;

export function WorkTabs({ rows, selected }: { rows: ConversationRow[]; selected: string | undefined }) {
  const { t } = useTranslation();
  const typing = useDeskState(readTyping);
  const online = useDeskState(readOnline);
  return (
    <nav className={classes.bar} aria-label={t('tabs.label')}>
      {rows.map((row) => {
        const { id, customer } = row.conversation;
        const isTyping = (typing[id] ?? []).some((fact) => fact.from.kind === 'customer');
        const state = isTyping
          ? 'typing'
          : id !== selected && countUnread(row) > 0
            ? 'unread'
            : online[id] === false
              ? 'away'
              : null;
        return (
          <Link
            key={id}
            to="/console/$view/$conversationId"
            params={{ view: 'mine', conversationId: id }}
            className={classes.tab}
            aria-current={id === selected ? 'page' : undefined}
          >
            <IconMessageCircle size={16} stroke={1.75} className={classes.channel} aria-hidden="true" />
            <span className={classes.name}>{customer.name}</span>
            {state && <span className={classes[state]} role="img" aria-label={t(`tabs.${state}`)} />}
          </Link>
        );
      })}
    </nav>
  );
}
