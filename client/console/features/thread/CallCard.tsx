/** One call in a thread: who called whom, how it stands or ended, a thin line of its life, and what was recorded. */
import { IconPhoneIncoming, IconPhoneOutgoing } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallTold } from '../../../../shared/model/call.ts';
import type { CallId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { ListenControls } from '../../calls/ListenControls.tsx';
import { formatRunning, useTimes } from '../../i18n/times.ts';
import { useCallState } from '../../sync/calls.ts';
import { useNow } from '../../sync/use-now.ts';
import { CallTranscript } from './CallTranscript.tsx';
import classes from './call-card.module.css';
import { describeCall } from './describe-call.ts';
import type { CallEntry } from './items.ts';
import { RecordingPlayer } from './RecordingPlayer.tsx';

type Told<What extends CallTold['what']> = Extract<CallTold, { what: What }>;

export interface CallCardProps {
  callId: CallId;
  entries: readonly CallEntry[];
  /** seq of the line of it that the address names */
  marked: number | null;
}

export const CallCard = memo(function CallCard({ callId, entries, marked }: CallCardProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const live = useCallState().calls.get(callId);
  const told = entries.map(({ id, body }) => ({ id, at: body.event.at, told: body.event.told }));
  const find = <What extends CallTold['what']>(what: What): Told<What> | undefined =>
    told.map((one) => one.told).find((one): one is Told<What> => one.what === what);
  const began = find('began');
  const answered = find('answered');
  const ended = find('ended');
  const isLive = !ended && live !== undefined && live.endedAt === null;
  const facts = [
    began?.ours ? t('call.to', { number: showNumber(began.ours) }) : '',
    answered ? t('call.waited', { time: formatRunning(answered.waitedMs) }) : '',
    answered ? t('call.answeredBy', { name: answered.byName }) : '',
  ].filter(Boolean);
  const recordings = told.flatMap(({ id, told: one }) => (one.what === 'recorded' ? [{ id, ...one }] : []));
  const removed = new Set(told.flatMap(({ told: one }) => (one.what === 'recording-removed' ? [one.fileId] : [])));
  const words = new Map(
    told.flatMap(({ told: one }) => (one.what === 'transcribed' ? [[one.fileId, one.textId]] : [])),
  );
  const named = entries.find(({ seq }) => seq === marked)?.body.event.told;
  const linked = named?.what === 'transcribed' ? named.fileId : null;
  const lines = told.filter(({ told: one }) => isLine(one));
  const isOut = began?.direction === 'out';
  const nameOf = (purpose: Told<'recorded'>['purpose']) =>
    t(purpose === 'voicemail' ? 'call.message' : 'call.recording');
  const Icon = isOut ? IconPhoneOutgoing : IconPhoneIncoming;

  return (
    <section className={classes.card} aria-label={t(isOut ? 'call.out' : 'call.in')}>
      <header>
        <Icon size={18} stroke={1.75} className={classes.icon} aria-hidden="true" />
        <strong>{began?.by === 'web' ? t('call.fromWeb') : t(isOut ? 'call.out' : 'call.in')}</strong>
        <span className={classes.facts}>{facts.join(' · ')}</span>
        {isLive && <ListenControls call={live} />}
        {isLive && <LiveBadge since={live.answeredAt ?? live.startedAt} />}
        {ended && (
          <span className={classes.ending}>
            {ended.ending === 'talked' ? formatRunning(ended.talkedMs) : t(`call.ending.${ended.ending}`)}
          </span>
        )}
      </header>
      {(lines.length > 0 || isLive) && (
        <ol className={classes.life}>
          {lines.map(({ id, at, told: one }) => (
            <li key={id}>
              <time>{times.clock(at)}</time>
              <span>{describeCall(one, t)}</span>
            </li>
          ))}
          {isLive && (
            <li data-now>
              <time>{t('call.now')}</time>
              <span>{t(`call.phase.${live.phase}`)}</span>
            </li>
          )}
        </ol>
      )}
      {recordings.map(({ id, purpose, seconds, file }) => (
        <figure key={id} className={classes.recording}>
          <figcaption>{nameOf(purpose)}</figcaption>
          {removed.has(file.id) ? (
            <span className={classes.facts}>{formatRunning(seconds * 1_000)}</span>
          ) : (
            <>
              <RecordingPlayer file={file} seconds={seconds} label={nameOf(purpose)} />
              {words.has(file.id) && (
                <CallTranscript
                  textId={words.get(file.id) ?? null}
                  isOpen={purpose === 'voicemail' || linked === file.id}
                />
              )}
            </>
          )}
        </figure>
      ))}
    </section>
  );
});

/** Those that are shown elsewhere on the card are no lines of its life. */
const isLine = ({ what }: CallTold): boolean =>
  !['began', 'answered', 'recorded', 'rang', 'transcribed'].includes(what);

function LiveBadge({ since }: { since: number }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  return (
    <span className={classes.live}>
      {t('call.live')} <b>{formatRunning(now - since)}</b>
    </span>
  );
}
