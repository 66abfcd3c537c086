/** What is known of the customer and of their visit; everything a stranger's browser said is shown as text. */
import { ActionIcon } from '@mantine/core';
import { IconDeviceLaptop, IconMail, IconRosetteDiscountCheckFilled, IconStarFilled, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { toHref } from '../../../ui/linkify.ts';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './customer.module.css';
import { describeLanguage, describePage } from './describe-visit.ts';

const readQueues = (state: DeskState) => state.queues;
const readInboxes = (state: DeskState) => state.inboxes;

export function CustomerPanel({ conversation, onClose }: { conversation: AgentConversation; onClose(): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(10_000);
  const queues = useDeskState(readQueues);
  const inboxes = useDeskState(readInboxes);
  const { customer, context, form, rating, work } = conversation;
  const localTime = context.timeZone ? times.inZone(now, context.timeZone) : null;
  return (
    <section className={classes.panel} aria-label={t('customer.title')}>
      <header className={classes.head}>
        <Avatar id={customer.id} name={customer.name} size={44} />
        <div className={classes.who}>
          <h2>{customer.name}</h2>
          <p>{localTime ? t('customer.localTime', { time: localTime }) : t('customer.visitor')}</p>
        </div>
        <ActionIcon className={classes.close} size={32} aria-label={t('customer.close')} onClick={onClose}>
          <IconX size={18} stroke={1.75} />
        </ActionIcon>
      </header>
      <Section title={t('customer.reached')}>
        {customer.email && (
          <p className={classes.identity}>
            <IconMail size={16} stroke={1.75} aria-hidden="true" />
            <span className={classes.value}>{customer.email.value}</span>
            {customer.email.verified ? (
              <IconRosetteDiscountCheckFilled
                size={16}
                className={classes.verified}
                aria-label={t('customer.verified')}
              />
            ) : (
              <span className={classes.unverified} title={t('customer.unverifiedHint')}>
                {t('customer.unverified')}
              </span>
            )}
          </p>
        )}
        <p className={classes.identity}>
          <IconDeviceLaptop size={16} stroke={1.75} aria-hidden="true" />
          <span className={classes.value}>
            {t('customer.visitor')}
            {context.browser ? ` · ${context.browser}` : ''}
          </span>
        </p>
      </Section>
      {rating && (
        <Section title={t('customer.rating')}>
          <p className={classes.stars}>
            <IconStarFilled size={14} aria-hidden="true" /> {t('customer.score', { score: rating.score })}
          </p>
          {rating.comment && <p className={classes.quote}>“{rating.comment}”</p>}
        </Section>
      )}
      {form.length > 0 && (
        <Section title={t('customer.form')}>
          <Facts facts={form.map((answer) => [answer.label, answer.value])} />
        </Section>
      )}
      <Section title={t('customer.visit')}>
        <Facts
          facts={[
            [t('customer.page'), <Page key="page" url={context.url} title={context.title} />],
            [t('customer.referrer'), <Page key="from" url={context.referrer} />],
            [t('customer.browser'), context.browser],
            [t('customer.language'), describeLanguage(context.language, times.locale)],
            [t('customer.timeZone'), context.timeZone],
          ]}
          isKept={[Boolean(context.url), Boolean(context.referrer), true, true, true]}
        />
      </Section>
      <Section title={t('customer.conversation')}>
        <Facts
          facts={[
            [t('customer.started'), times.when(conversation.createdAt, now)],
            [t('customer.inbox'), inboxes.find((inbox) => inbox.id === conversation.inboxId)?.name],
            [t('customer.queue'), queues.find((queue) => queue.id === work?.queueId)?.name],
            [t('customer.owner'), work?.ownerName],
          ]}
        />
      </Section>
    </section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Facts that are not known are left out. */
function Facts({ facts, isKept }: { facts: [string, ReactNode][]; isKept?: boolean[] }) {
  const known = facts.filter(
    ([, value], at) => value !== undefined && value !== null && value !== '' && isKept?.[at] !== false,
  );
  return (
    <dl className={classes.facts}>
      {known.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Page({ url, title }: { url: string | undefined; title?: string }) {
  if (!url) return null;
  const href = toHref(url);
  const words = title || describePage(url);
  if (!href) return <span title={url}>{words}</span>;
  return (
    <a href={href} title={url} target="_blank" rel="noopener noreferrer nofollow">
      {words}
    </a>
  );
}
