/** One offer: who, where, how long they wait, their first words, why me, and the seconds left. */
import { Button } from '@mantine/core';
import { IconRoute, IconUserShare } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../../../shared/model/agent.ts';
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './offers.module.css';
import { readRing } from './ring.ts';

export interface OfferCardProps {
  offer: Offer;
  /** further offers behind this one */
  behind: number;
  onAccept(offer: Offer): Promise<string | null>;
  onDecline(offer: Offer): Promise<string | null>;
}

const radius = 21;
const round = 2 * Math.PI * radius;

export function OfferCard({ offer, behind, onAccept, onDecline }: OfferCardProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(250);
  const [busy, setBusy] = useState<'accept' | 'decline' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ring = readRing(offer, now);
  const { handover } = offer;

  async function run(which: 'accept' | 'decline') {
    setBusy(which);
    setProblem(await (which === 'accept' ? onAccept(offer) : onDecline(offer)));
    setBusy(null);
  }

  return (
    <section
      className={cx(classes.card, behind > 0 && classes.stacked)}
      aria-label={t('offer.label', { name: offer.customerName })}
      data-offer={offer.id}
    >
      {behind > 0 && <span className={classes.behind}>{t('offer.behind', { count: behind })}</span>}
      <header className={classes.head}>
        <svg
          viewBox="0 0 48 48"
          width="48"
          height="48"
          className={cx(classes.ring, ring.isEnding && classes.ending)}
          aria-hidden="true"
        >
          <circle cx="24" cy="24" r={radius} />
          <circle
            cx="24"
            cy="24"
            r={radius}
            className={classes.left}
            strokeDasharray={round}
            strokeDashoffset={round * (1 - ring.share)}
            transform="rotate(-90 24 24)"
          />
          <text x="24" y="29" textAnchor="middle">
            {ring.seconds}
          </text>
        </svg>
        <div className={classes.who}>
          <h2>{offer.customerName}</h2>
          <p>
            <ChannelIcon channel={offer.channel} size={14} />{' '}
            {t(`channel.${offer.channel}` as 'channel.webchat', offer.channel)} · {offer.queueName} ·{' '}
            <span className={classes.wait}>{t('offer.waits', { time: times.span(now - offer.waitingSince) })}</span>
          </p>
        </div>
      </header>
      {handover && (
        <p className={classes.handover}>
          <IconUserShare size={16} stroke={1.75} aria-hidden="true" />
          <span>
            <b>{t('work.offer.handover', { name: handover.byName })}</b>
            {handover.note && <q>{handover.note}</q>}
          </span>
        </p>
      )}
      {offer.preview !== '' && <p className={classes.words}>“{offer.preview}”</p>}
      <p className={classes.why}>
        <IconRoute size={16} stroke={1.75} aria-hidden="true" />
        <span>
          <b>{t('offer.why')}</b> {explainWhy()}
        </span>
      </p>
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <div className={classes.buttons}>
        <Button fullWidth loading={busy === 'accept'} disabled={busy === 'decline'} onClick={() => void run('accept')}>
          {t('offer.accept')} <kbd className={classes.onAccent}>Alt A</kbd>
        </Button>
        <Button
          fullWidth
          variant="default"
          loading={busy === 'decline'}
          disabled={busy === 'accept'}
          onClick={() => void run('decline')}
        >
          {t('offer.decline')} <kbd>Alt D</kbd>
        </Button>
      </div>
    </section>
  );

  function explainWhy(): string {
    if (handover) return t('work.offer.why', { name: handover.byName });
    const { previousOwner, longestIdleMs, othersAvailable } = offer.why;
    const reasons: string[] = [];
    if (previousOwner) reasons.push(t('offer.previous'));
    if (longestIdleMs !== null && longestIdleMs >= 5_000)
      reasons.push(t('offer.idle', { time: times.span(longestIdleMs) }));
    reasons.push(othersAvailable === 0 ? t('offer.only') : t('offer.others', { count: othersAvailable }));
    return reasons.join(' · ');
  }
}
