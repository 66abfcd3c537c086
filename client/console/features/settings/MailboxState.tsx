/** How a mailbox does right now: whether mail comes in and goes out, since when, and what is in the way. */
import { useTranslation } from 'react-i18next';
import type { AccountState, AccountWay } from '../../../../shared/model/account.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import mail from './mailbox.module.css';
import { useAccountState } from './mailbox-queries.ts';
import { useAccountWords } from './use-account-words.ts';
import work from './workspace.module.css';

export function MailboxState({ inbox }: { inbox: Inbox }) {
  const { data } = useAccountState(inbox.id);
  // A server that cannot say yet is no fault of the mailbox.
  if (!data) return null;
  return <Ways state={data} />;
}

function Ways({ state: { receiving, sending } }: { state: AccountState }) {
  const { t } = useTranslation();
  const { imported } = receiving;
  return (
    <dl className={cx(work.flow, mail.ways)}>
      <Way name={t('mailbox.state.receiving')} way={receiving}>
        {imported && imported.done < imported.total && <p>{t('mailbox.state.importing', imported)}</p>}
      </Way>
      <Way name={t('mailbox.state.sending')} way={sending}>
        {sending.waiting > 0 && <p>{t('mailbox.state.waiting', { count: sending.waiting })}</p>}
      </Way>
    </dl>
  );
}

function Way({ name, way, children }: { name: string; way: AccountWay; children: React.ReactNode }) {
  const { t } = useTranslation();
  const times = useTimes();
  const words = useAccountWords();
  const now = useNow(60_000);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <p className={work.state}>
          <span className={cx(work.dot, mail[way.state])} aria-hidden="true" />
          {t(`mailbox.state.${way.state}`)}
          {way.since !== null && <small>{t('mailbox.state.since', { time: times.when(way.since, now) })}</small>}
        </p>
        {way.state === 'failed' && <p className={mail.why}>{words.code(way)}</p>}
        {way.lastAt !== null && <p>{t('mailbox.state.last', { time: times.when(way.lastAt, now) })}</p>}
        {children}
      </dd>
    </div>
  );
}
