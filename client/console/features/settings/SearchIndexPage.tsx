/** The search index: how much of what was written it holds, and building it anew with its progress. */
import { Button, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SearchIndexStatus } from '../../../../shared/model/search.ts';
import { callApi } from '../../http/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { useFeedback } from './feedback.tsx';
import { Block, Loaded, PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';

const key = ['search-index'];

export function SearchIndexPage() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const feedback = useFeedback();
  const times = useTimes();
  const now = useNow(60_000);
  const status = useQuery({
    queryKey: key,
    queryFn: () => callApi<SearchIndexStatus>('GET', '/api/search-index'),
    refetchInterval: ({ state }) => (state.data?.building ? 1_000 : 10_000),
  });
  const rebuild = useMutation({
    mutationFn: () => callApi<SearchIndexStatus>('POST', '/api/search-index/rebuild'),
    onSuccess: (data) => queries.setQueryData(key, data),
    onError: feedback.failed,
  });
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <Loaded query={status}>
      {({ rows, scanned, entries, builtAt, building }) => {
        const isBehind = building === null && scanned < entries;
        const [done, total] = building ? [building.scanned, building.total] : [scanned, entries];
        return (
          <PageFrame
            title={t('searchIndex.title')}
            lead={t('searchIndex.lead')}
            action={
              <Button loading={rebuild.isPending} disabled={building !== null} onClick={() => rebuild.mutate()}>
                {t('searchIndex.rebuild')}
              </Button>
            }
          >
            <Block title={t('searchIndex.state')}>
              <p>{t('searchIndex.rows', { count: rows, shown: number(rows) })}</p>
              <p className={classes.quiet}>
                {builtAt === null ? t('searchIndex.grown') : t('searchIndex.built', { when: times.age(builtAt, now) })}
              </p>
              {(building !== null || isBehind) && (
                <>
                  <p role="status">
                    {t(building ? 'searchIndex.building' : 'searchIndex.behind', {
                      done: number(done),
                      total: number(total),
                    })}
                  </p>
                  <Progress
                    value={total === 0 ? 100 : (100 * done) / total}
                    aria-label={t(building ? 'searchIndex.rebuild' : 'searchIndex.state')}
                  />
                </>
              )}
              <p className={classes.hint}>{t('searchIndex.hint')}</p>
            </Block>
          </PageFrame>
        );
      }}
    </Loaded>
  );
}
