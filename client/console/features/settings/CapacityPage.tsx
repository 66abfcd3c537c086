/** Capacity: how much of an agent one conversation of each inbox takes, said in how many fit at once. */
import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxList } from '../../../../shared/api.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { howManyFit } from './capacity.ts';
import { Empty } from './Empty.tsx';
import { useFeedback } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { Loaded, PageFrame, SaveBar } from './PageFrame.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useInboxes, useSave } from './workspace-queries.ts';

export function CapacityPage() {
  const { t } = useTranslation();
  const inboxes = useInboxes();
  return (
    <Loaded query={inboxes}>
      {({ inboxes: all, weights }) => {
        const active = all.filter(({ archived }) => !archived);
        return active.length > 0 ? (
          <CapacityForm list={{ inboxes: active, weights }} />
        ) : (
          <PageFrame title={t('workspace.capacity.title')} lead={t('workspace.capacity.lead')}>
            <Empty title={t('workspace.capacity.empty')} text={t('workspace.capacity.emptyText')} />
          </PageFrame>
        );
      }}
    </Loaded>
  );
}

function CapacityForm({ list }: { list: InboxList }) {
  const { t } = useTranslation();
  const save = useSave<Inbox>('inboxes');
  const feedback = useFeedback();
  const [weights, setWeights] = useState<ReadonlyMap<string, number | undefined>>(new Map());
  const weightOf = (inbox: Inbox): number | undefined => (weights.has(inbox.id) ? weights.get(inbox.id) : inbox.weight);
  const changed = list.inboxes.filter((inbox) => weightOf(inbox) !== inbox.weight);

  async function handleSave() {
    try {
      for (const inbox of changed) {
        const input: Inbox = { ...inbox, weight: weightOf(inbox) };
        await save.mutateAsync(input);
      }
      setWeights(new Map());
      feedback.saved();
    } catch (fault) {
      feedback.failed(fault);
    }
  }

  return (
    <PageFrame
      title={t('workspace.capacity.title')}
      lead={t('workspace.capacity.lead')}
      action={
        <SaveBar isChanged={changed.length > 0} isValid isBusy={save.isPending} onSave={() => void handleSave()} />
      }
    >
      <LeaveGuard isChanged={changed.length > 0} />
      <ul className={work.cards}>
        {list.inboxes.map((inbox) => (
          <WeightLine
            key={inbox.id}
            inbox={inbox}
            usual={list.weights[inbox.channel] ?? 100}
            weight={weightOf(inbox)}
            onChange={(weight) => setWeights(new Map(weights).set(inbox.id, weight))}
          />
        ))}
      </ul>
    </PageFrame>
  );
}

interface WeightLineProps {
  inbox: Inbox;
  /** the channel's own */
  usual: number;
  weight: number | undefined;
  onChange(weight: number | undefined): void;
}

function WeightLine({ inbox, usual, weight, onChange }: WeightLineProps) {
  const { t } = useTranslation();
  const effective = weight ?? usual;
  const fit = howManyFit(effective);
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        {inbox.name}
        <span className={classes.badge}>{t(`channel.${inbox.channel}`, { defaultValue: inbox.channel })}</span>
      </div>
      <div className={work.weight}>
        <Switch
          label={t('workspace.capacity.usual', { weight: usual })}
          checked={weight === undefined}
          onChange={(event) => onChange(event.currentTarget.checked ? undefined : usual)}
        />
        {weight !== undefined && (
          <NumberInput
            aria-label={t('workspace.capacity.weightOf', { name: inbox.name })}
            value={weight}
            min={1}
            max={100}
            allowDecimal={false}
            w={96}
            onChange={(value) => onChange(Math.min(100, Math.max(1, Number(value) || 1)))}
          />
        )}
      </div>
      <p className={work.meter} data-channel={inbox.channel} aria-hidden="true">
        {Array.from({ length: Math.min(fit, 20) }, (_, at) => (
          <span key={`unit-${String(at)}`} style={{ width: `calc(${effective}% - 3px)` }} />
        ))}
      </p>
      <p className={classes.quiet}>
        {inbox.channel === 'phone'
          ? t('workspace.capacity.texts', { count: fit })
          : fit === 1
            ? t('workspace.capacity.whole')
            : t('workspace.capacity.fit', { count: fit })}
      </p>
    </li>
  );
}
