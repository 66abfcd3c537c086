/** A chip with the canned reply that a rule suggests: put in with one press, or let go; either way it is not suggested here again. */
import { ActionIcon } from '@mantine/core';
import { IconBolt, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { fillVariables, type VariableValues } from '../../../../shared/variables.ts';
import { createLocalKeys } from '../../app/local-keys.ts';
import { useCannedReplies } from '../../http/catalogue.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import classes from './composer.module.css';
import { findSuggestion, readSettled, settle } from './suggestion.ts';

export interface SuggestedReplyProps {
  conversation: AgentConversation;
  values: VariableValues;
  onInsert(words: string): void;
}

const key = 'parley.settledSuggestions';

export function SuggestedReply(props: SuggestedReplyProps) {
  // Nearly no conversation has one: those without ask for nothing.
  return props.conversation.suggestedReplyId === undefined ? null : <Chip {...props} />;
}

function Chip({ conversation, values, onInsert }: SuggestedReplyProps) {
  const { t } = useTranslation();
  const { id } = conversation;
  const keys = createLocalKeys(localStorage);
  const [settled, setSettled] = useState(() => readSettled(keys.getItem(key)));
  const newest = useDeskState(useCallback((state: DeskState) => readNewest(state, id), [id]));
  const suggestion = findSuggestion(conversation, newest, useCannedReplies().data ?? [], settled);
  if (suggestion === null) return null;

  function end(): void {
    // Another conversation may have been settled since this one was opened.
    const next = settle(readSettled(keys.getItem(key)), id);
    keys.setItem(key, JSON.stringify(next));
    setSettled(next);
  }
  return (
    <div className={classes.suggested}>
      <span className={classes.suggestion}>
        <button
          type="button"
          title={t('composer.suggestedHint')}
          onClick={() => {
            end();
            onInsert(fillVariables(suggestion.text, values).text);
          }}
        >
          <IconBolt size={14} stroke={1.75} aria-hidden="true" />
          <span>{t('composer.suggested', { name: suggestion.shortcut })}</span>
        </button>
        <ActionIcon size={24} aria-label={t('composer.dismissSuggested')} onClick={end}>
          <IconX size={13} stroke={1.75} />
        </ActionIcon>
      </span>
    </div>
  );
}

function readNewest(state: DeskState, id: AgentConversation['id']) {
  const slot = state.threads[id];
  return slot?.status === 'open' ? slot.thread.entries.at(-1) : undefined;
}
