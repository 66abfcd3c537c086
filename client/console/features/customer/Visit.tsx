/** Where the customer is on the website, how they came there, and what they use; every word of it from a stranger's browser. */
import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitContext } from '../../../../shared/model/conversation.ts';
import type { PageVisit } from '../../../../shared/model/customer.ts';
import { cx } from '../../../ui/cx.ts';
import { toHref } from '../../../ui/linkify.ts';
import { useTimes } from '../../i18n/times.ts';
import classes from './customer.module.css';
import { describeLanguage, describePage } from './describe-visit.ts';
import { Facts } from './Section.tsx';

export interface VisitProps {
  context: VisitContext;
  trail: readonly PageVisit[];
  localTime: string | null;
  now: number;
}

export function Visit({ context, trail, localTime, now }: VisitProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const [isOpen, setOpen] = useState(false);
  const current = context.url ?? trail.at(-1)?.url;
  // The page they are on stands above; its own line ends the way.
  const before = trail.at(-1)?.url === current ? trail.slice(0, -1) : trail;
  return (
    <>
      <Facts
        facts={[
          [t('customer.page'), current && <Page url={current} title={context.title} />],
          [t('customer.referrer'), context.referrer && <Page url={context.referrer} />],
          [t('person.device'), context.browser],
          [t('customer.language'), describeLanguage(context.language, times.locale)],
          [t('customer.timeZone'), [context.timeZone, localTime].filter(Boolean).join(' · ')],
        ]}
      />
      {before.length > 0 && (
        <>
          <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <IconChevronRight
              size={14}
              stroke={2}
              className={cx(classes.chevron, isOpen && classes.turned)}
              aria-hidden="true"
            />
            {t('person.trail')} · {t('person.trailMore', { count: before.length })}
          </UnstyledButton>
          {isOpen && (
            <ol className={classes.trail}>
              {before.toReversed().map((page) => (
                <li key={`${page.at}${page.url}`}>
                  <Page url={page.url} title={page.title} />
                  <time>{times.when(page.at, now)}</time>
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </>
  );
}

function Page({ url, title }: { url: string; title?: string }) {
  const href = toHref(url);
  const words = title || describePage(url);
  if (!href) return <span title={url}>{words}</span>;
  return (
    <a href={href} title={url} target="_blank" rel="noopener noreferrer nofollow">
      {words}
    </a>
  );
}
