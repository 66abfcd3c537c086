/** Which microphone, headset and bell, with a bar that moves when one speaks and tunes to try; kept in this browser, and good for every line. */
import { Button, Select, Switch } from '@mantine/core';
import { IconBell, IconMicrophone, IconVolume } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import type { SoundChoice } from '../../sync/phone-memory.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { DeviceFailure } from './devices/carrier.ts';
import { createSounds } from './devices/sounds.ts';
import classes from './sound.module.css';
import { useSoundDevices } from './use-sound-devices.ts';

type Problem = DeviceFailure['why'] | 'unusable';

/** `isBare`: it has a heading where it stands. */
export function SoundPanel({ isBare = false }: { isBare?: boolean }) {
  const { t } = useTranslation();
  const { memory } = useDesk().calls;
  const choice = useSyncExternalStore(memory.sound.subscribe, memory.sound.get);
  const sounds = useMemo(() => createSounds(), []);
  const { microphones, speakers, look } = useSoundDevices();
  const [isListening, setListening] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    void sounds.choose(memory.sound.get()).catch(() => undefined);
    return () => sounds.stop();
  }, [sounds, memory]);

  async function choose(part: Partial<SoundChoice>): Promise<void> {
    setProblem(null);
    try {
      await sounds.choose(part);
      memory.chooseSound(part);
    } catch (error) {
      setProblem(error instanceof DeviceFailure ? error.why : 'unusable');
    }
  }

  async function toggleListening(): Promise<void> {
    setProblem(null);
    if (isListening) {
      sounds.closeMicrophone();
      setListening(false);
      return;
    }
    try {
      await sounds.openMicrophone();
      setListening(true);
      // Until one may be heard, devices have no names.
      look();
    } catch (error) {
      setProblem(error instanceof DeviceFailure ? error.why : 'unusable');
    }
  }

  const options = (devices: readonly MediaDeviceInfo[], chosen: string) => [
    { value: '', label: t('phone.device.usual') },
    ...devices.map(({ deviceId, label }, at) => ({
      value: deviceId,
      label: label || t('phone.device.nth', { number: at + 1 }),
    })),
    ...(chosen !== '' && devices.every(({ deviceId }) => deviceId !== chosen)
      ? [{ value: chosen, label: t('phone.device.unplugged') }]
      : []),
  ];
  const pick = (which: 'microphone' | 'speaker' | 'ringer') => ({
    label: t(`phone.device.${which}`),
    value: choice[which],
    allowDeselect: false,
    data: options(which === 'microphone' ? microphones : speakers, choice[which]),
    onChange: (value: string | null) => void choose({ [which]: value ?? '' }),
    className: classes.pick,
    comboboxProps: { withinPortal: false },
  });

  return (
    <div className={cx(classes.sound, isBare && classes.bare)}>
      {!isBare && <h2>{t('phone.device.title')}</h2>}
      <div className={classes.row}>
        <Select {...pick('microphone')} leftSection={<IconMicrophone size={16} stroke={1.75} />} />
        <Button size="xs" variant="default" aria-pressed={isListening} onClick={() => void toggleListening()}>
          {t(isListening ? 'phone.device.stop' : 'phone.device.test')}
        </Button>
      </div>
      {isListening && <Level read={() => sounds.levels().input} />}
      {problem && (
        <p role="alert" className={classes.problem}>
          {t(problem === 'unusable' ? 'phone.device.unusable' : `phone.device.failed.${problem}`)}
        </p>
      )}
      <div className={classes.row}>
        <Select {...pick('speaker')} leftSection={<IconVolume size={16} stroke={1.75} />} />
        <Button size="xs" variant="default" onClick={() => void sounds.trySound('speaker')}>
          {t('phone.device.play')}
        </Button>
      </div>
      <div className={classes.row}>
        <Select {...pick('ringer')} leftSection={<IconBell size={16} stroke={1.75} />} />
        <Button size="xs" variant="default" onClick={() => void sounds.trySound('ringer')}>
          {t('phone.device.ring')}
        </Button>
      </div>
      <Switch
        label={t('phone.device.echo')}
        checked={choice.echo}
        onChange={({ currentTarget }) => void choose({ echo: currentTarget.checked })}
      />
      <Switch
        label={t('phone.device.noise')}
        checked={choice.noise}
        onChange={({ currentTarget }) => void choose({ noise: currentTarget.checked })}
      />
    </div>
  );
}

const EVERY_MS = 80;

function Level({ read }: { read(): number }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      // Drawn past React, as often as that.
      if (bar.current) bar.current.style.width = `${Math.round(100 * read())}%`;
    }, EVERY_MS);
    return () => clearInterval(timer);
  });
  return (
    <div className={classes.level}>
      <span className={classes.track} role="img" aria-label={t('phone.level')}>
        <span ref={bar} data-level />
      </span>
      <small>{t('phone.device.testing')}</small>
    </div>
  );
}
