/** Customers who are probably one person, found in the background: each pair is merged after a look, or told apart for good. */
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Duplicate, Somebody } from '../../../../../shared/model/customer-match.ts';
import { Avatar } from '../../../../ui/Avatar.tsx';
import type { DeskState } from '../../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../../sync/use-desk.ts';
import { MatchChoice } from './MatchChoice.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import classes from './merging.module.css';
import { otherOf } from './other-of.ts';
import { TellingApart } from './TellingApart.tsx';

const readOnline = (state: DeskState) => state.connection.state === 'online';

export function DuplicateList() {
  const { t } = useTranslation();
  const desk = useDesk();
  const isOnline = useDeskState(readOnline);
  const [merged, setMerged] = useState<Duplicate | null>(null);
  const query = useQuery({
    queryKey: ['duplicates'],
    // A page that was just loaded has nobody to ask yet.
    enabled: isOnline,
    async queryFn() {
      const answer = await desk.customers.duplicates();
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value;
    },
  });

  async function distinguish({ mine, theirs }: Duplicate) {
    const answer = await desk.customers.distinguish(mine.conversationId, otherOf(theirs));
    if (!answer.ok) notifications.show({ message: `${t('person.failed')} ${t(`error.${answer.error.code}`)}` });
    await query.refetch();
  }

  if (query.isPending) return <p aria-busy="true">{t('common.loading')}</p>;
  if (query.isError) return <p role="alert">{t('duplicates.failed')}</p>;
  if (query.data.length === 0) return <p className={classes.quiet}>{t('duplicates.none')}</p>;
  return (
    <>
      <ul className={classes.duplicates}>
        {query.data.map((one) => (
          <li key={one.key}>
            <div className={classes.pair}>
              {[one.mine, one.theirs].map((somebody) => (
                <Half key={somebody.customerId} somebody={somebody} />
              ))}
              <span className={classes.score}>{t('duplicates.score', { percent: Math.round(one.score * 100) })}</span>
            </div>
            <MatchChoice
              reasons={one.reasons}
              mergeName={t('duplicates.mergeBoth', { one: one.mine.name, other: one.theirs.name })}
              notSameName={t('duplicates.notSame', { one: one.mine.name, other: one.theirs.name })}
              onMerge={() => setMerged(one)}
              onNotSame={() => void distinguish(one)}
            />
          </li>
        ))}
      </ul>
      {merged && (
        <MergeDialog
          conversationId={merged.mine.conversationId}
          name={merged.mine.name}
          other={otherOf(merged.theirs)}
          onClose={() => {
            setMerged(null);
            void query.refetch();
          }}
        />
      )}
    </>
  );
}

function Half({ somebody }: { somebody: Somebody }) {
  const { customerId, conversationId, name } = somebody;
  return (
    <span className={classes.half}>
      <Avatar id={customerId} name={name} size={28} />
      <span className={classes.who}>
        {conversationId === null ? (
          <bdi>{name}</bdi>
        ) : (
          <Link to="/console/$view/$conversationId" params={{ view: 'all', conversationId }}>
            <bdi>{name}</bdi>
          </Link>
        )}
        <TellingApart somebody={somebody} />
      </span>
    </span>
  );
}
