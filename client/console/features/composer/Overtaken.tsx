/** A reply that was held because the customer wrote first: what they wrote, and what to do now. */
import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { isOvertaken } from '../../sync/pending.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import classes from './strips.module.css';
import { newestOfCustomer } from './use-seen.ts';

const nothing: readonly AgentEntry[] = [];

export function Overtaken({ conversation, onEdit }: { conversation: AgentConversation; onEdit(): void }) {
  const { t } = useTranslation();
  const { writing } = useDesk();
  const { id, customer } = conversation;
  const held = useDeskState(
    useCallback(
      (state: DeskState) => state.pending.find((send) => send.conversationId === id && isOvertaken(send)),
      [id],
    ),
  );
  const entries = useDeskState(
    useCallback(
      (state: DeskState) => {
        const slot = state.threads[id];
        return slot?.status === 'open' ? slot.thread.entries : nothing;
      },
      [id],
    ),
  );
  const newest = useDeskState(useCallback((state: DeskState) => newestOfCustomer(state, id), [id]));
  if (!held) return null;
  const news = entries.flatMap(({ seq, author, body }) =>
    seq > (held.expects ?? 0) && author.kind === 'customer' && body.kind === 'message' ? [body] : [],
  );
  const last = news.at(-1);
  return (
    <div className={classes.strip} role="alert" data-overtaken>
      <strong>
        <IconHandStop size={16} stroke={1.75} aria-hidden="true" /> {t('writing.overtaken', { name: customer.name })}
      </strong>
      {last && <q>{last.text === '' ? last.files.map((file) => file.name).join(', ') : last.text}</q>}
      {news.length > 1 && <small>{t('writing.overtakenMore', { count: news.length - 1 })}</small>}
      <p className={classes.own}>{held.text}</p>
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            writing.takeBack(held.clientId);
            onEdit();
          }}
        >
          {t('writing.editMine')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => writing.sendAnyway(held.clientId, newest)}>
          {t('writing.sendAnyway')}
        </Button>
      </div>
    </div>
  );
}
