/** The softphone bar: who one talks to, for how long and how well, and everything that can be done with the call. */
import { Popover } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconArrowsExchange,
  IconGridDots,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerRecord,
  IconUserPlus,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../../shared/errors.ts';
import type { CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { cx } from '../../../ui/cx.ts';
import { useCommands } from '../../app/commands.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { Keypad } from './Keypad.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import classes from './phone.module.css';
import { Quality } from './Quality.tsx';
import { TargetPanel } from './TargetPanel.tsx';
import { type Phone, useDeviceCall } from './use-phones.ts';

export interface PhoneBarProps {
  call: CallView;
  me: UserId;
  phone: Phone | undefined;
  onOpen(): void;
}

type Panel = 'keypad' | 'transfer' | 'add';

export function PhoneBar({ call, me, phone, onOpen }: PhoneBarProps) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const now = useNow(1_000);
  const [panel, setPanel] = useState<Panel | null>(null);
  const own = call.parties.find(({ userId }) => userId === me);
  const sound = useDeviceCall(phone, own?.legId);
  const isMuted = sound?.muted ?? own?.muted ?? false;
  const isHeld = call.heldSince !== null && call.transfer === null;
  const isTalking = call.phase !== 'dialling' && call.answeredAt !== null;
  const { transfer } = call;
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
  const record = (what: 'start' | 'pause' | 'resume') => void ask(calls.ask('call:record', { ...id, what }));
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

  return (
    <section className={classes.bar} aria-label={t('phone.bar')}>
      <span className={classes.disc} aria-hidden="true">
        <IconPhone size={18} stroke={1.75} />
      </span>
      <button type="button" className={classes.who} onClick={onOpen} title={t('phone.open')}>
        <strong>{call.customerName}</strong>
        <span>{[call.number || t('call.withheld'), call.queueName].filter(Boolean).join(' · ')}</span>
      </button>
      <span className={classes.timer}>
        {isTalking ? formatRunning(now - (call.answeredAt ?? now)) : t(`call.phase.${call.phase}`)}
      </span>
      <LevelMeter device={phone?.device} isMuted={isMuted} />
      <Quality device={phone?.device} legId={own?.legId} />
      <span className={classes.state} aria-live="polite">
        {call.recording !== 'off' && (
          <span className={classes.recording}>
            <i aria-hidden="true" />
            {t(call.recording === 'on' ? 'phone.recording' : 'phone.paused')}
          </span>
        )}
        {call.pauseRanOut && call.recording === 'on' && <span>{t('phone.ranOut')}</span>}
        {isTalking && call.phase !== 'talking' && <span>{t(`call.phase.${call.phase}`)}</span>}
      </span>
      <span className={classes.tools}>
        {transfer ? (
          <>
            <span className={classes.asking}>
              {t(transfer.state === 'talking' ? 'phone.talkingTo' : 'phone.asking', {
                name: transfer.to.kind === 'agent' ? transfer.to.name : transfer.to.number,
              })}
            </span>
            {transfer.state === 'talking' && transfer.byId === me && (
              <Tool
                icon={<IconArrowsExchange {...icon} />}
                label={t('phone.finish')}
                onClick={() => void ask(calls.ask('call:finish-transfer', id))}
              />
            )}
            {transfer.byId === me && (
              <Tool
                icon={<IconPlayerPlay {...icon} />}
                label={t('phone.takeBack')}
                onClick={() => void ask(calls.ask('call:cancel-transfer', id))}
              />
            )}
          </>
        ) : null}
        <Tool
          icon={isMuted ? <IconMicrophoneOff {...icon} /> : <IconMicrophone {...icon} />}
          label={t(isMuted ? 'phone.unmute' : 'phone.mute')}
          keys="Alt M"
          isOn={isMuted}
          onClick={mute}
        />
        <Tool
          icon={<IconPlayerPause {...icon} />}
          label={t(isHeld ? 'phone.resume' : 'phone.hold')}
          keys="Alt H"
          isOn={isHeld}
          isOff={!isTalking || transfer !== null}
          onClick={hold}
        />
        {isTalking && (
          <Tool
            icon={call.recording === 'on' ? <IconPlayerPause {...icon} /> : <IconPlayerRecord {...icon} />}
            label={t(recordWords[call.recording])}
            isOn={call.recording === 'paused'}
            onClick={() => record(recordActs[call.recording])}
          />
        )}
        <Panelled
          isOpen={panel === 'keypad'}
          onClose={() => setPanel(null)}
          content={<Keypad onPress={(digits) => void ask(calls.ask('call:press', { ...id, digits }))} />}
        >
          <Tool
            icon={<IconGridDots {...icon} />}
            label={t('phone.keypad')}
            isOn={panel === 'keypad'}
            isOff={!isTalking}
            onClick={() => toggle('keypad')}
          />
        </Panelled>
        <Panelled
          isOpen={panel === 'transfer'}
          onClose={() => setPanel(null)}
          content={<TargetPanel what="transfer" call={call} me={me} onDone={() => setPanel(null)} />}
        >
          <Tool
            icon={<IconArrowsExchange {...icon} />}
            label={t('phone.transfer')}
            isOn={panel === 'transfer'}
            isOff={!isTalking || transfer !== null}
            onClick={() => toggle('transfer')}
          />
        </Panelled>
        <Panelled
          isOpen={panel === 'add'}
          onClose={() => setPanel(null)}
          content={<TargetPanel what="add" call={call} me={me} onDone={() => setPanel(null)} />}
        >
          <Tool
            icon={<IconUserPlus {...icon} />}
            label={t('phone.add')}
            isOn={panel === 'add'}
            isOff={!isTalking}
            onClick={() => toggle('add')}
          />
        </Panelled>
        <button type="button" className={classes.end} onClick={end}>
          <IconPhoneOff size={18} stroke={1.75} aria-hidden="true" />
          <span>{t('phone.end')}</span>
        </button>
      </span>
    </section>
  );

  function toggle(which: Panel): void {
    setPanel(panel === which ? null : which);
  }
}

const icon = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;
const recordWords = { off: 'phone.recordStart', on: 'phone.recordPause', paused: 'phone.recordResume' } as const;
const recordActs = { off: 'start', on: 'pause', paused: 'resume' } as const;

interface ToolProps {
  icon: ReactNode;
  label: string;
  keys?: string;
  isOn?: boolean;
  isOff?: boolean;
  onClick(): void;
}

function Tool({ icon: picture, label, keys, isOn = false, isOff = false, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className={cx(classes.tool, isOn && classes.on)}
      aria-pressed={isOn}
      disabled={isOff}
      onClick={onClick}
    >
      {picture}
      <span>{label}</span>
      {keys && <kbd>{keys}</kbd>}
    </button>
  );
}

function Panelled({
  isOpen,
  onClose,
  content,
  children,
}: {
  isOpen: boolean;
  onClose(): void;
  content: ReactNode;
  children: ReactNode;
}) {
  return (
    <Popover
      withRoles={false}
      opened={isOpen}
      onDismiss={onClose}
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <span>{children}</span>
      </Popover.Target>
      <Popover.Dropdown p={0}>{content}</Popover.Dropdown>
    </Popover>
  );
}
