/** One queue: its name, who serves it, how urgent it is, how fast it should be answered, and what comes after the work. */
import { Button, MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import { priorities } from '../../../../shared/model/conversation.ts';
import type { TeamId } from '../../../../shared/model/ids.ts';
import type { Queue } from '../../../../shared/model/queue.ts';
import { useFeedback, useFieldError } from './feedback.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { NotHere } from './NotHere.tsx';
import { Block, Loaded, PageFrame, SaveBar } from './PageFrame.tsx';
import { Faults, Flow } from './QueuesPage.tsx';
import { findFaults, inboxesOf, serversOf, splitSeconds } from './queue-board.ts';
import { ReplyTarget } from './ReplyTarget.tsx';
import { isSame } from './same.ts';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useQueues, useSave } from './workspace-queries.ts';

const list = '/console/settings/queues';

export function QueuePage() {
  const { t } = useTranslation();
  const { queueId } = useParams({ strict: false });
  const board = useQueues();
  return (
    <Loaded query={board}>
      {(known) => {
        const queue = known.queues.find((each) => each.id === queueId);
        if (!queue) return <NotHere back={list} title={t('workspace.queues.title')} />;
        return <QueueForm key={queue.id} board={known} saved={queue} />;
      }}
    </Loaded>
  );
}

function QueueForm({ board, saved: row }: { board: QueueBoard; saved: QueueBoard['queues'][number] }) {
  const { t } = useTranslation();
  const { openWork, ...saved } = row;
  const save = useSave<Queue>('queues');
  const feedback = useFeedback();
  const problem = useFieldError(save.error);
  const [queue, setQueue] = useState<Queue>(saved);
  const change = (part: Partial<Queue>) => setQueue((known) => ({ ...known, ...part }));
  const isChanged = !isSame(queue, saved);
  const { teams, people } = serversOf(board, queue);
  const inboxes = inboxesOf(board, queue);

  function archive(archived: boolean) {
    const input: Queue = { ...saved, archived };
    save.mutate(input, {
      onSuccess: () => {
        change({ archived });
        if (archived) feedback.undoable(t('workspace.archivedToast', { name: saved.name }), () => archive(false));
        else feedback.saved();
      },
    });
  }

  return (
    <PageFrame
      title={saved.name}
      back={{ to: list, label: t('workspace.queues.title') }}
      action={
        <SaveBar
          isChanged={isChanged}
          isValid={queue.name.trim() !== ''}
          isBusy={save.isPending}
          onSave={() => save.mutate(queue, { onSuccess: feedback.saved, onError: feedback.failed })}
        />
      }
    >
      <LeaveGuard isChanged={isChanged} />
      <Block title={t('workspace.queues.flow')} hint={t('workspace.queues.flowHint')}>
        <Flow
          fed={inboxes.map(({ name }) => name)}
          teams={teams.map(({ name }) => name)}
          people={people.map(({ name }) => name)}
        />
        <Faults faults={findFaults(board, queue)} />
      </Block>
      <Block title={t('workspace.queues.who')}>
        <TextInput
          label={t('workspace.name')}
          value={queue.name}
          maxLength={80}
          error={problem('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('workspace.queues.teams')}
          description={t('workspace.queues.teamsHint')}
          value={queue.teamIds}
          error={problem('teamIds')}
          data={board.teams.map((team) => ({ value: team.id, label: team.name }))}
          onChange={(ids) => change({ teamIds: ids as TeamId[] })}
        />
        <Select
          label={t('workspace.queues.priority')}
          description={t('workspace.queues.priorityHint')}
          value={queue.priority}
          data={priorities.map((priority) => ({ value: priority, label: t(`workspace.priorities.${priority}`) }))}
          onChange={(value) => change({ priority: priorities.find((one) => one === value) ?? 'normal' })}
        />
      </Block>
      <Block title={t('workspace.queues.level')} hint={t('workspace.queues.levelHint')}>
        <ServiceLevel sla={queue.sla} onChange={(sla) => change({ sla })} />
      </Block>
      <Block title={t('workspace.queues.reply')} hint={t('workspace.queues.replyHint')}>
        <ReplyTarget
          reply={queue.reply}
          problem={problem('reply.calendarId')}
          onChange={(reply) => change({ reply })}
        />
      </Block>
      <Block title={t('workspace.queues.wrapUp')} hint={t('workspace.queues.wrapUpHint')}>
        <Switch
          label={t('workspace.queues.hasWrapUp')}
          checked={queue.wrapUpSeconds > 0}
          onChange={(event) => change({ wrapUpSeconds: event.currentTarget.checked ? 60 : 0 })}
        />
        {queue.wrapUpSeconds > 0 && (
          <NumberInput
            maw={200}
            label={t('workspace.queues.wrapUpSeconds')}
            value={queue.wrapUpSeconds}
            min={5}
            max={3600}
            allowDecimal={false}
            suffix={` ${t('workspace.units.seconds')}`}
            onChange={(value) => change({ wrapUpSeconds: Math.min(3_600, Math.max(1, Number(value) || 60)) })}
          />
        )}
      </Block>
      <Block
        title={t('workspace.queues.archiving')}
        hint={t(queue.archived ? 'workspace.queues.archivedHint' : 'workspace.queues.archivingHint')}
      >
        {problem('archived') && (
          <p role="alert" className={classes.error}>
            {problem('archived')}
          </p>
        )}
        <div className={classes.row}>
          <Button variant="default" loading={save.isPending} onClick={() => archive(!queue.archived)}>
            {t(queue.archived ? 'workspace.bringBack' : 'workspace.archive')}
          </Button>
          <span className={classes.quiet}>{t('workspace.queues.openWork', { count: openWork })}</span>
        </div>
      </Block>
    </PageFrame>
  );
}

function ServiceLevel({ sla, onChange }: { sla: Queue['sla']; onChange(sla: Queue['sla']): void }) {
  const { t } = useTranslation();
  const { amount, unit } = splitSeconds(sla?.seconds ?? 60);
  const inSeconds = (value: number, of: 'seconds' | 'minutes') => value * (of === 'minutes' ? 60 : 1);
  const set = (part: Partial<NonNullable<Queue['sla']>>) => onChange({ percent: 80, seconds: 60, ...sla, ...part });
  return (
    <>
      <Switch
        label={t('workspace.queues.hasLevel')}
        checked={sla !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { percent: 80, seconds: 60 } : null)}
      />
      {sla && (
        <>
          <div className={work.triple}>
            <NumberInput
              label={t('workspace.queues.percent')}
              value={sla.percent}
              min={1}
              max={100}
              allowDecimal={false}
              suffix=" %"
              onChange={(value) => set({ percent: Math.min(100, Math.max(1, Number(value) || 80)) })}
            />
            <NumberInput
              label={t('workspace.queues.within')}
              value={amount}
              min={1}
              max={unit === 'minutes' ? 1_440 : 86_400}
              allowDecimal={false}
              onChange={(value) => set({ seconds: inSeconds(Math.max(1, Number(value) || 1), unit) })}
            />
            <Select
              label={t('workspace.queues.unit')}
              value={unit}
              data={(['seconds', 'minutes'] as const).map((one) => ({
                value: one,
                label: t(`workspace.units.${one}`),
              }))}
              onChange={(value) =>
                set({ seconds: Math.min(86_400, inSeconds(amount, value === 'minutes' ? 'minutes' : 'seconds')) })
              }
            />
          </div>
          <p className={classes.quiet}>
            {t('workspace.queues.levelSentence', {
              percent: sla.percent,
              time: t(`workspace.units.count.${unit}`, { count: amount }),
            })}
          </p>
        </>
      )}
    </>
  );
}
