/** The conversations behind a number: exactly those it counts, newest first, page by page. */
import { Button, Drawer, UnstyledButton } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FloorCase, FloorSnapshot } from '../../../../shared/model/floor.ts';
import { cx } from '../../../ui/cx.ts';
import { callApi } from '../../http/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import { useNow } from '../../sync/use-now.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import drawers from './drawers.module.css';
import classes from './floor.module.css';
import { type CaseFilter, useFloorPage } from './floor-page-context.ts';
import { WorkMenu } from './WorkMenu.tsx';

interface Page {
  cases: FloorCase[];
  next: string | null;
}

export interface CasesDrawerProps {
  filter: CaseFilter;
  /** when the number was opened: what comes after is not in it */
  at: number;
  floor: FloorSnapshot;
  onClose(): void;
}

export function CasesDrawer({ filter, at, floor, onClose }: CasesDrawerProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['floor', 'cases', filter, at],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => callApi<Page>('GET', `/api/floor/cases?${toQuery(filter, at, pageParam)}`),
    getNextPageParam: (page) => page.next,
    gcTime: 0,
  });
  const cases = query.data?.pages.flatMap((page) => page.cases) ?? [];
  const title = t(`floor.cases.${filter.figure}`, { name: filter.name ?? '' });
  const where = filter.agentId ? null : (filter.name ?? t('floor.cases.allQueues'));
  return (
    <Drawer
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      position="right"
      classNames={{ title: drawers.drawerTitle }}
      size={440}
      title={where ? `${title}, ${where}` : title}
    >
      {query.isError && (
        <div role="alert" className={classes.hint}>
          <p>{t('floor.cases.failed')}</p>
          <Button variant="default" onClick={() => void query.refetch()}>
            {t('common.retry')}
          </Button>
        </div>
      )}
      {query.isPending && <div className={classes.ghost} aria-busy="true" />}
      {query.isSuccess && (
        <p className={classes.quiet} role="status">
          {cases.length === 0
            ? t('floor.cases.none')
            : t(query.hasNextPage ? 'floor.cases.newest' : 'floor.cases.loaded', { count: cases.length })}
        </p>
      )}
      <ul className={drawers.cases}>
        {cases.map((one) => (
          <CaseRow key={one.id} one={one} floor={floor} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('floor.cases.more')}
        </Button>
      )}
    </Drawer>
  );
}

function toQuery(
  { figure, queueId, queueIds, agentId, from, to }: CaseFilter,
  at: number,
  cursor: string | null,
): string {
  const query = new URLSearchParams({ figure, from: String(from), to: String(to ?? at) });
  const queues = queueId === null ? queueIds : [queueId];
  if (queues) query.set('queueIds', queues.join(','));
  if (agentId) query.set('agentId', agentId);
  if (cursor) query.set('cursor', cursor);
  return query.toString();
}

function CaseRow({ one, floor }: { one: FloorCase; floor: FloorSnapshot }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(10_000);
  const { open } = useFloorPage();
  const agent = useColleagues().find((colleague) => colleague.id === one.agentId);
  const { conversation } = one;
  const queue = floor.queues.find((each) => each.id === one.queueId)?.name ?? '';
  const waitMs = one.waitingSince === null ? one.waitMs : now - one.waitingSince;
  const facts = [
    queue,
    agent?.name,
    waitMs === null
      ? null
      : t(one.waitingSince === null ? 'floor.cases.waited' : 'floor.cases.waitsNow', {
          time: times.span(Math.max(0, waitMs)),
        }),
    one.handleMs === null ? null : t('floor.cases.handle', { time: times.span(one.handleMs) }),
    one.wrapUpMs ? t('floor.cases.wrapUp', { time: times.span(one.wrapUpMs) }) : null,
  ].filter((fact) => fact);
  return (
    <li className={drawers.case}>
      {conversation ? (
        <UnstyledButton className={drawers.caseMain} onClick={() => open(conversation.id)}>
          <ChannelIcon channel={conversation.channel} size={18} />
          <span className={drawers.caseText}>
            <span className={drawers.caseName}>
              {conversation.customerName} <span className={classes.quiet}>#{conversation.number}</span>
            </span>
            <span className={drawers.caseFact}>{facts.join(' · ')}</span>
          </span>
        </UnstyledButton>
      ) : (
        <span className={drawers.caseMain}>
          <IconLock size={16} aria-hidden="true" />
          <span className={drawers.caseText}>
            <span>{t('floor.cases.hidden')}</span>
            <span className={drawers.caseFact}>{facts.join(' · ')}</span>
          </span>
        </span>
      )}
      <span className={drawers.caseEnd}>
        <span>{times.when(one.at, now)}</span>
        <span className={cx(one.met === false ? classes.warn : classes.quiet)}>
          {one.met === false && one.outcome === 'accepted'
            ? t('floor.cases.late_mark')
            : t(`floor.cases.outcome.${one.outcome}`)}
        </span>
      </span>
      {conversation && <WorkMenu conversation={conversation} queueId={one.queueId} />}
    </li>
  );
}
