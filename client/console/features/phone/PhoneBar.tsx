/** The softphone bar: who one talks to, for how long and how well, and everything that can be done with the call. */
import { notifications } from '@mantine/notifications';
import {
  IconAdjustments,
  IconArrowsExchange,
  IconGridDots,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerRecord,
  IconPlayerRecordFilled,
  IconUserPlus,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../../shared/errors.ts';
import type { CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { cx } from '../../../ui/cx.ts';
import { useCommands } from '../../app/commands.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { CallStrips } from './CallStrips.tsx';
import type { DeviceFailure } from './devices/carrier.ts';
import { Keypad } from './Keypad.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import classes from './phone.module.css';
import { Quality } from './Quality.tsx';
import { SoundPanel } from './SoundPanel.tsx';
import { TargetPanel } from './TargetPanel.tsx';
import { icon, Panelled, Tool } from './Tool.tsx';
import { TransferState } from './TransferState.tsx';
import { type Phone, useDeviceCall, useDeviceState } from './use-phones.ts';

export interface PhoneBarProps {
  call: CallView;
  me: UserId;
  phone: Phone | undefined;
  /** why one's own device could not be answered */
  problem: DeviceFailure['why'] | null;
  onOpen(): void;
}

type Panel = 'keypad' | 'transfer' | 'add' | 'sound';

export function PhoneBar({ call, me, phone, problem, onOpen }: PhoneBarProps) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const now = useNow(1_000);
  const [panel, setPanel] = useState<Panel | null>(null);
  const own = call.parties.find(({ userId }) => userId === me);
  const sound = useDeviceCall(phone, own?.legId);
  const device = useDeviceState(phone);
  const isMuted = sound?.muted ?? own?.muted ?? false;
  const isHeld = call.heldSince !== null && call.transfer === null;
  const isTalking = call.phase !== 'dialling' && call.answeredAt !== null;
  const isOwner = call.ownerId === me;
  const others = call.parties.filter(({ userId, supervises }) => userId !== me && supervises === null);
  const id = { callId: call.id };

  const ask = async (asked: Promise<Result<unknown>>): Promise<void> => {
    const answer = await asked;
    if (!answer.ok) notifications.show({ message: t(`error.${answer.error.code}`) });
  };
  const mute = () => {
    if (!own) return;
    phone?.device.mute(own.legId, !isMuted);
    void ask(calls.ask('call:mute', { ...id, muted: !isMuted }));
  };
  const hold = () => void ask(calls.ask('call:hold', { ...id, held: !isHeld }));
  const end = () => {
    void ask(calls.ask('call:end', id)).then(() => own && phone?.device.hangUp(own.legId));
  };
  const record = (what: 'start' | 'pause' | 'resume' | 'stop') => void ask(calls.ask('call:record', { ...id, what }));
  useCommands([
    {
      id: 'phone.mute',
      label: t(isMuted ? 'phone.unmute' : 'phone.mute'),
      keys: 'alt+m',
      group: 'here',
      isOn: own !== undefined,
      run: mute,
    },
    {
      id: 'phone.hold',
      label: t(isHeld ? 'phone.resume' : 'phone.hold'),
      keys: 'alt+h',
      group: 'here',
      isOn: isTalking,
      run: hold,
    },
  ]);
  const toggle = (which: Panel) => setPanel(panel === which ? null : which);
  const panelled = (which: Panel) => ({
    isOpen: panel === which,
    onClose: () => setPanel(null),
    onClick: () => toggle(which),
  });

  return (
    <section className={classes.phone} aria-label={t('phone.bar')}>
      <div className={classes.bar}>
        <span className={cx(classes.disc, isHeld && classes.held)} aria-hidden="true">
          {isHeld ? <IconPlayerPause size={18} stroke={1.75} /> : <IconPhone size={18} stroke={1.75} />}
        </span>
        <button type="button" className={classes.who} onClick={onOpen} title={t('phone.open')}>
          <strong>{showNumber(call.customerName)}</strong>
          <span>{[numberBeside(call) ?? t('call.withheld'), call.queueName].filter(Boolean).join(' · ')}</span>
        </button>
        <span className={classes.timer}>
          {isTalking ? formatRunning(now - (call.answeredAt ?? now)) : t(`call.phase.${call.phase}`)}
        </span>
        <LevelMeter device={phone?.device} isMuted={isMuted} />
        <Quality device={phone?.device} legId={own?.legId} />
        <span className={classes.state} aria-live="polite">
          {call.recording === 'on' && (
            <span className={classes.recording}>
              <i aria-hidden="true" />
              {t('phone.recording')}
            </span>
          )}
          {isHeld ? (
            <span>{t('phone.heldFor', { time: formatRunning(now - (call.heldSince ?? now)) })}</span>
          ) : (
            isTalking && call.phase !== 'talking' && !call.transfer && <span>{t(`call.phase.${call.phase}`)}</span>
          )}
        </span>
        <span className={classes.tools}>
          <Tool
            icon={isMuted ? <IconMicrophoneOff {...icon} /> : <IconMicrophone {...icon} />}
            label={t(isMuted ? 'phone.unmute' : 'phone.mute')}
            keys="Alt M"
            isOn={isMuted}
            onClick={mute}
          />
          <Tool
            icon={isHeld ? <IconPlayerPlay {...icon} /> : <IconPlayerPause {...icon} />}
            label={t(isHeld ? 'phone.resume' : 'phone.hold')}
            keys="Alt H"
            isOn={isHeld}
            isOff={!isTalking || call.transfer !== null}
            onClick={hold}
          />
          {isTalking && call.recording !== 'paused' && (
            <Tool
              icon={call.recording === 'on' ? <IconPlayerRecordFilled {...icon} /> : <IconPlayerRecord {...icon} />}
              label={t(call.recording === 'on' ? 'phone.recordPause' : 'phone.recordStart')}
              onClick={() => record(call.recording === 'on' ? 'pause' : 'start')}
            />
          )}
          <Panelled
            {...panelled('keypad')}
            icon={<IconGridDots {...icon} />}
            label={t('phone.keypad')}
            isOff={!isTalking}
            content={<Keypad onPress={(digits) => void ask(calls.ask('call:press', { ...id, digits }))} />}
          />
          {isOwner && (
            <Panelled
              {...panelled('transfer')}
              icon={<IconArrowsExchange {...icon} />}
              label={t('phone.transfer')}
              isOff={!isTalking || call.transfer !== null}
              content={<TargetPanel what="transfer" call={call} me={me} onDone={() => setPanel(null)} />}
            />
          )}
          <Panelled
            {...panelled('add')}
            icon={<IconUserPlus {...icon} />}
            label={t('phone.add')}
            isOff={!isTalking}
            content={<TargetPanel what="add" call={call} me={me} onDone={() => setPanel(null)} />}
          />
          <Panelled
            {...panelled('sound')}
            icon={<IconAdjustments {...icon} />}
            label={t('phone.device.title')}
            content={<SoundPanel />}
          />
          <button type="button" className={classes.end} title={endWord()} onClick={end}>
            <IconPhoneOff size={18} stroke={1.75} aria-hidden="true" />
            <span>{endWord()}</span>
          </button>
        </span>
      </div>
      <TransferState call={call} me={me} onAsk={ask} />
      <CallStrips
        {...{ call, me, device, problem }}
        onTakeOver={() => phone?.device.takeOver()}
        onRemove={({ legId }) => void ask(calls.ask('call:remove', { ...id, legId }))}
        onRecordAgain={() => record('resume')}
        onRecordNoMore={() => record('stop')}
      />
    </section>
  );

  /** Whoever has it ends it for everybody; whoever was asked in goes alone. */
  function endWord(): string {
    if (!isOwner && call.answeredAt !== null) return t('phone.leave');
    return t(others.length > 0 ? 'phone.endAll' : 'phone.end');
  }
}

/** Who is called like their number is not shown it twice; null: it was withheld. */
function numberBeside({ number, customerName }: CallView): string | null {
  if (number === '') return null;
  return showNumber(number) === showNumber(customerName) ? '' : showNumber(number);
}
