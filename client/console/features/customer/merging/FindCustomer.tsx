/** Looks for somebody by name or address, among those whose conversations one may see. */
import { TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '../../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import { Avatar } from '../../../../ui/Avatar.tsx';
import type { DeskState } from '../../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../../sync/use-desk.ts';
import classes from './merging.module.css';

export interface FindCustomerProps {
  conversationId: ConversationId;
  onChoose(conversation: ConversationId): void;
}

/** Nobody is asked at every stroke. */
const pauseMs = 200;

const readKnown = (state: DeskState) => state.customers.of;

export function FindCustomer({ conversationId, onChoose }: FindCustomerProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const own = useDeskState(readKnown)[conversationId]?.customerId;
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ text: string; rows: readonly ConversationRow[] } | null>(null);
  const wanted = text.trim();

  useEffect(() => {
    if (wanted === '') return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const rows = await desk.findConversations(wanted);
      if (isWanted) setFound({ text: wanted, rows: rows ?? [] });
    }, pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [desk, wanted]);

  const people = onePerPerson(found && wanted !== '' ? found.rows : []).filter(
    ({ conversation }) => conversation.customer.id !== own && conversation.id !== conversationId,
  );
  return (
    <>
      <TextInput
        label={t('merge.find')}
        placeholder={t('merge.findHint')}
        value={text}
        maxLength={200}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={classes.found} aria-label={t('merge.found')}>
        {people.map(({ conversation: { id, number, customer } }) => (
          <li key={customer.id}>
            <UnstyledButton className={classes.person} onClick={() => onChoose(id)}>
              <Avatar id={customer.id} name={customer.name} size={28} />
              <span className={classes.who}>
                <span className={classes.name}>{customer.name}</span>
                <span className={classes.quiet}>{customer.email?.value ?? `#${number}`}</span>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <p className={classes.quiet} role="status">
        {found?.text === wanted && wanted !== '' && people.length === 0 ? t('merge.nobody') : ''}
      </p>
    </>
  );
}

function onePerPerson(rows: readonly ConversationRow[]): ConversationRow[] {
  return [...new Map(rows.toReversed().map((row) => [row.conversation.customer.id, row])).values()].reverse();
}
