/** Hands the call to somebody, or asks them in: one search over people, queues and numbers, and a sentence on who hears what. */
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconPhone, IconPhoneOutgoing, IconSearch, IconStack2 } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { type CallOption, listCallTargets } from './call-targets.ts';
import classes from './phone.module.css';

const readQueues = (state: DeskState) => state.queues;
const readInboxes = (state: DeskState) => state.inboxes;

export interface TargetPanelProps {
  what: 'transfer' | 'add';
  call: CallView;
  me: UserId;
  onDone(): void;
}

export function TargetPanel({ what, call, me, onDone }: TargetPanelProps) {
  const { t } = useTranslation();
  const listId = useId();
  const { calls } = useDesk();
  const colleagues = useColleagues();
  const queues = useDeskState(readQueues);
  const [mode, setMode] = useState<'warm' | 'cold'>('warm');
  const line = useDeskState(readInboxes).find(({ id }) => id === call.inboxId)?.call ?? null;
  const [query, setQuery] = useState('');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const options = useMemo(
    () =>
      listCallTargets(
        { colleagues, queues },
        {
          ...{ query, me, withQueues: what === 'transfer', call: what === 'transfer' ? line : null },
          inboxId: call.inboxId,
          inCall: new Set(call.parties.map(({ userId }) => userId)),
        },
      ),
    [colleagues, queues, query, me, what, line, call.inboxId, call.parties],
  );
  // The only one that fits what was typed needs no choosing.
  const only = query.trim() !== '' && options.length === 1 ? options[0] : null;
  const target = options.find(({ key }) => key === chosen) ?? only ?? null;

  // Nobody outside has a card to read it on.
  const hasNote = what === 'transfer' && target?.to.kind !== 'number';

  async function submit(): Promise<void> {
    if (!target?.isOn || isBusy) return;
    const { to } = target;
    setBusy(true);
    const answer =
      what === 'transfer'
        ? await calls.ask('call:transfer', {
            ...{ callId: call.id, mode: to.kind === 'queue' ? 'cold' : mode, to },
            ...(hasNote && note.trim() ? { note: note.trim() } : {}),
          })
        : to.kind === 'queue'
          ? null
          : await calls.ask('call:add', { callId: call.id, to });
    setBusy(false);
    if (!answer || answer.ok) return onDone();
    const refused = answer.error.fields?.number as 'premium' | undefined;
    if (refused) setProblem(t(`phone.refused.${refused}`));
    else if (to.kind === 'agent' && answer.error.code === 'conflict')
      setProblem(t('phone.cannot.busy', { name: target.name }));
    else setProblem(t(`error.${answer.error.code}`));
  }

  function handleKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const at = options.findIndex(({ key }) => key === chosen);
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = options[(Math.max(at, by > 0 ? at : 0) + by + options.length) % Math.max(1, options.length)];
    if (by !== 0 && next) setChosen(next.key);
    else if (event.key === 'Enter' && target) void submit();
    else return;
    event.preventDefault();
  }

  return (
    <div className={classes.panel}>
      <header>
        <h2>{t(what === 'transfer' ? 'phone.transferTitle' : 'phone.addTitle')}</h2>
        {what === 'transfer' && (
          <SegmentedControl
            size="xs"
            value={mode}
            aria-label={t('phone.transferTitle')}
            onChange={(value) => setMode(value as 'warm' | 'cold')}
            data={(['warm', 'cold'] as const).map((value) => ({ value, label: t(`phone.${value}`) }))}
          />
        )}
      </header>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={target ? `${listId}-${target.key}` : undefined}
        aria-label={t(what === 'transfer' ? 'phone.search' : 'phone.searchAdd')}
        placeholder={t(what === 'transfer' ? 'phone.search' : 'phone.searchAdd')}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        value={query}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={handleKey}
      />
      <div id={listId} role="listbox" aria-label={t('phone.search')} className={classes.options} tabIndex={-1}>
        {options.map((one) => (
          <Option
            key={one.key}
            id={`${listId}-${one.key}`}
            option={one}
            isChosen={one === target}
            onChoose={() => {
              setChosen(one.key);
              setProblem(null);
            }}
          />
        ))}
      </div>
      {options.length === 0 && <p className={classes.hint}>{t('phone.nobody')}</p>}
      {hasNote && (
        <Textarea
          aria-label={t('phone.note')}
          placeholder={t('phone.note')}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={limits.handoverNote}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      <p className={classes.hint} aria-live="polite">
        {problem ?? (target && explain(target))}
      </p>
      <Button
        leftSection={<IconPhoneOutgoing size={16} stroke={1.75} />}
        disabled={!target?.isOn}
        loading={isBusy}
        onClick={() => void submit()}
      >
        {target && (target.to.kind === 'queue' || (what === 'transfer' && mode === 'cold'))
          ? t('phone.handTo', { name: target.name })
          : t('phone.callSomebody', { name: target?.name ?? '' })}
      </Button>
    </div>
  );

  function explain({ name, to, standing, isOn }: CallOption): string {
    if (!isOn && standing !== null && standing !== 'free') return t(`phone.cannot.${standing}`, { name });
    const words = { name, customer: call.customerName };
    if (what === 'add') return t('phone.addHint', words);
    if (to.kind === 'queue') return t('phone.queueHint', words);
    return t(mode === 'warm' ? 'phone.warmHint' : 'phone.coldHint', words);
  }
}

/** Who or what it is, before one reads the name. */
function Face({ option: { to, key, name } }: { option: CallOption }) {
  if (to.kind === 'agent') return <Avatar id={key} name={name} size={26} />;
  const Icon = to.kind === 'queue' ? IconStack2 : IconPhone;
  return (
    <i className={classes.face} aria-hidden="true">
      <Icon size={16} stroke={1.75} />
    </i>
  );
}

function Option({
  id,
  option,
  isChosen,
  onChoose,
}: {
  id: string;
  option: CallOption;
  isChosen: boolean;
  onChoose(): void;
}) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search box moves through the options by keyboard
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-disabled={!option.isOn}
      className={cx(classes.option, !option.isOn && classes.off)}
      onClick={onChoose}
    >
      <Face option={option} />
      <span>{option.name}</span>
      {option.standing && (
        <small data-free={option.standing === 'free' || undefined}>{t(`phone.${option.standing}`)}</small>
      )}
    </div>
  );
}
