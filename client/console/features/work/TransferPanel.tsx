/** Hands it over: one search over people, teams and queues with how free they are, a note, and a sentence on what happens. */
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { TargetOption } from './TargetOption.tsx';
import { listTargets, type Target } from './targets.ts';
import type { Actions } from './use-actions.ts';
import classes from './work.module.css';

const readMe = (state: DeskState) => state.me?.id;

export interface TransferPanelProps {
  conversation: AgentConversation;
  actions: Pick<Actions, 'transfer' | 'give'>;
  mayGive: boolean;
  onDone(): void;
}

export function TransferPanel({ conversation, actions, mayGive, onDone }: TransferPanelProps) {
  const { t } = useTranslation();
  const listId = useId();
  const me = useDeskState(readMe);
  const colleagues = useColleagues();
  const catalogue = useCatalogue().data;
  const [isGiven, setGiven] = useState(false);
  const [query, setQuery] = useState('');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { work } = conversation;
  const owner = work?.ownerId ?? null;

  const targets = useMemo(
    () => listTargets({ colleagues, catalogue }, { query, me, owner, queueId: work?.queueId ?? null, isGiven }),
    [colleagues, catalogue, query, me, owner, work?.queueId, isGiven],
  );
  const target = targets.find((one) => one.isOn && one.to.id === chosen) ?? null;

  function step(by: 1 | -1) {
    const on = targets.filter((one) => one.isOn);
    const at = on.findIndex((one) => one.to.id === chosen);
    const next = on[at < 0 ? (by > 0 ? 0 : on.length - 1) : (at + by + on.length) % on.length];
    if (next) setChosen(next.to.id);
  }

  async function submit(): Promise<void> {
    if (!target || isBusy) return;
    setBusy(true);
    const why =
      isGiven && target.kind === 'agent'
        ? await actions.give(target.to.id, target.name)
        : await actions.transfer(target.to, target.name, note);
    setBusy(false);
    setProblem(why);
    if (why === null) onDone();
  }

  function handleKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter' && target) void submit();
    else return;
    event.preventDefault();
  }

  return (
    <>
      {mayGive && (
        <div className={classes.how}>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('work.transfer.how')}
            value={isGiven ? 'give' : 'ask'}
            onChange={(value) => setGiven(value === 'give')}
            data={[
              { value: 'ask', label: t('work.transfer.ask') },
              { value: 'give', label: t('work.transfer.assign') },
            ]}
          />
        </div>
      )}
      <TextInput
        className={classes.search}
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={target ? `${listId}-${target.to.id}` : undefined}
        aria-label={t('work.transfer.placeholder')}
        placeholder={t('work.transfer.placeholder')}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        value={query}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={handleKey}
      />
      {/* The search box moves through it; this only makes it scroll by keyboard as well. */}
      <div id={listId} role="listbox" aria-label={t('work.transfer.list')} className={classes.targets} tabIndex={-1}>
        {targets.map((one, at) => (
          <TargetOption
            key={`${one.kind}:${one.to.id}`}
            id={`${listId}-${one.to.id}`}
            target={one}
            heading={one.kind === targets[at - 1]?.kind ? null : headingOf(one.kind)}
            isChosen={one === target}
            onChoose={() => setChosen(one.to.id)}
          />
        ))}
      </div>
      {targets.length === 0 && <p className={classes.nothing}>{t('work.nothing')}</p>}
      <div className={classes.body}>
        {!isGiven && (
          <Textarea
            aria-label={t('work.transfer.note')}
            placeholder={t('work.transfer.note')}
            autosize
            minRows={1}
            maxRows={4}
            maxLength={limits.handoverNote}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        <p className={classes.says} aria-live="polite">
          {problem ? <span className={classes.problem}>{problem}</span> : explain(target)}
        </p>
        <Button fullWidth disabled={!target} loading={isBusy} onClick={() => void submit()}>
          {verbFor(target)}
        </Button>
      </div>
    </>
  );

  function headingOf(kind: Target['kind']): string {
    const words = {
      agent: 'work.transfer.people',
      team: 'work.transfer.teams',
      queue: 'work.transfer.queues',
    } as const;
    return t(words[kind]);
  }

  function explain(one: Target | null): string {
    if (!one) return t('work.transfer.sayPick');
    const { name } = one;
    if (one.kind === 'queue') return t('work.transfer.sayQueue', { name });
    if (one.kind === 'team') return t('work.transfer.sayTeam', { name });
    if (isGiven) return t('work.transfer.sayGive', { name });
    return t(owner === null ? 'work.transfer.sayAgentWaiting' : 'work.transfer.sayAgent', { name });
  }

  function verbFor(one: Target | null): string {
    if (!one) return t('work.transfer.do');
    const words = one.kind === 'agent' ? (isGiven ? 'doGive' : 'doAgent') : 'doOther';
    return t(`work.transfer.${words}`, { name: one.name });
  }
}
