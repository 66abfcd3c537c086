/** Below the bar, each only while it is so: where the sound is, who else takes part, that nothing is being recorded. */
import { IconDeviceLaptop, IconMessage2, IconPlayerRecord, IconUser, IconUsersPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CallParty, CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { cx } from '../../../ui/cx.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import type { DeviceState } from './device.ts';
import type { DeviceFailure } from './devices/carrier.ts';
import classes from './phone.module.css';
import { Strip } from './Strip.tsx';

export interface CallStripsProps {
  call: CallView;
  me: UserId;
  device: DeviceState | null;
  problem: DeviceFailure['why'] | null;
  onTakeOver(): void;
  onRemove(party: CallParty): void;
  onRecordAgain(): void;
  onRecordNoMore(): void;
}

export function CallStrips({ call, me, device, problem, onTakeOver, onRemove, ...acts }: CallStripsProps) {
  const { t } = useTranslation();
  const others = call.parties.filter(({ userId, legId }) => userId !== me && !isTransferred(call, legId));
  return (
    <>
      {call.recording === 'paused' && <PausedStrip until={call.pausedUntil} {...acts} />}
      {call.recording === 'on' && call.pauseRanOut && (
        <Strip tone="danger" icon={<IconPlayerRecord size={16} aria-hidden="true" />}>
          {t('phone.ranOut')}
        </Strip>
      )}
      {device?.kind === 'elsewhere' && (
        <Strip
          tone="warn"
          icon={<IconDeviceLaptop size={16} aria-hidden="true" />}
          acts={[{ label: t('phone.device.takeOver'), run: onTakeOver }]}
        >
          {t('phone.device.soundElsewhere')}
        </Strip>
      )}
      {(device?.kind === 'failed' || problem !== null) && (
        <Strip tone="danger" icon={<IconDeviceLaptop size={16} aria-hidden="true" />}>
          {t(`phone.device.failed.${problem ?? (device?.kind === 'failed' ? device.why : 'unreachable')}`)}
        </Strip>
      )}
      {others.length > 0 && (
        <ul className={classes.parties} aria-label={t('phone.parties')}>
          {others.map((party) => (
            <Party key={party.legId} party={party} call={call} me={me} onRemove={() => onRemove(party)} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Whoever asks, or is asked, about a transfer has a strip of their own. */
const isTransferred = ({ transfer, parties }: CallView, legId: CallParty['legId']): boolean =>
  transfer !== null &&
  (transfer.legId === legId || parties.some((party) => party.legId === legId && party.userId === transfer.byId));

function Party({ party, call, me, onRemove }: { party: CallParty; call: CallView; me: UserId; onRemove(): void }) {
  const { t } = useTranslation();
  const { supervises, state, muted } = party;
  const name = party.kind === 'number' ? showNumber(party.name) : party.name;
  const Icon = supervises === 'whisper' ? IconMessage2 : supervises === 'barge' ? IconUsersPlus : IconUser;
  const isOwner = call.ownerId === me;
  const words = supervises
    ? t(supervises === 'barge' ? 'phone.party.barge' : isOwner ? 'phone.party.whisper' : 'phone.party.whisperOther', {
        name,
      })
    : [name, t(state === 'ringing' ? 'phone.party.ringing' : muted ? 'phone.party.muted' : 'phone.party.joined')].join(
        ' · ',
      );
  return (
    <li className={cx(classes.party, supervises !== null && classes.supervisor)}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      <span>{words}</span>
      {party.isGuest && (
        <button type="button" aria-label={t('phone.party.remove', { name })} onClick={onRemove}>
          <IconX size={14} stroke={2} aria-hidden="true" />
        </button>
      )}
    </li>
  );
}

function PausedStrip({
  until,
  onRecordAgain,
  onRecordNoMore,
}: Pick<CallStripsProps, 'onRecordAgain' | 'onRecordNoMore'> & { until: number | null }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const left = Math.max(0, (until ?? now) - now);
  return (
    <Strip
      tone="warn"
      icon={<IconPlayerRecord size={16} aria-hidden="true" />}
      acts={[
        { label: t('phone.recordStop'), run: onRecordNoMore },
        { label: t('phone.recordResume'), run: onRecordAgain },
      ]}
    >
      {t('phone.pausedStrip', { time: formatRunning(left) })}
    </Strip>
  );
}
