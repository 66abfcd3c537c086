/** Asks a colleague in: whom, and what about; they answer in notes. */
import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import { standingOf } from './targets.ts';
import classes from './work.module.css';

export interface AskPanelProps {
  conversation: AgentConversation;
  me: UserId | undefined;
  onAsk(agentId: UserId, name: string, text: string): Promise<boolean>;
  onDone(): void;
}

const order = { free: 0, busy: 1, away: 2, offline: 3 } as const;

export function AskPanel({ conversation, me, onAsk, onDone }: AskPanelProps) {
  const { t } = useTranslation();
  const colleagues = useColleagues();
  const [agentId, setAgentId] = useState<UserId | null>(null);
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const others = colleagues
    .filter(({ id }) => id !== me && id !== conversation.work?.ownerId && !conversation.guestIds.includes(id))
    .sort((a, b) => order[standingOf(a)] - order[standingOf(b)]);
  const name = colleagues.find(({ id }) => id === agentId)?.name ?? null;

  async function ask(): Promise<void> {
    if (!agentId || !name || text.trim() === '') return;
    setBusy(true);
    const isDone = await onAsk(agentId, name, text.trim());
    setBusy(false);
    if (isDone) onDone();
  }

  return (
    <div className={classes.body}>
      <Select
        data-autofocus
        label={t('work.ask.who')}
        searchable
        nothingFoundMessage={t('work.nothing')}
        comboboxProps={{ withinPortal: false }}
        value={agentId}
        onChange={(value) => setAgentId(value as UserId | null)}
        data={others.map((one) => ({ value: one.id, label: `${one.name} · ${t(`work.transfer.${standingOf(one)}`)}` }))}
      />
      <Textarea
        label={t('work.ask.text')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={limits.handoverNote}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={classes.says}>{t('work.ask.effect')}</p>
      <Button fullWidth disabled={!agentId || text.trim() === ''} loading={isBusy} onClick={() => void ask()}>
        {name ? t('work.ask.do', { name }) : t('work.ask.doNone')}
      </Button>
    </div>
  );
}
