/** Says to whoever is ready that calls do not reach them, and why: their device is not there. */
import { IconPhoneOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import type { DeviceState } from './device.ts';
import { Strip } from './Strip.tsx';
import { type Phone, useDeviceState } from './use-phones.ts';

/** A page that was just loaded has its device sooner than anybody could read of it. */
const PATIENCE_MS = 3_000;

const readMe = (state: DeskState) => state.me;

export function ReachStrip({ phones }: { phones: readonly Phone[] }) {
  const me = useDeskState(readMe);
  // Perhaps another tab, or another computer, is rung.
  const cut = phones.find(({ inboxIds }) => !inboxIds.some((id) => me?.lines.includes(id)));
  const device = useDeviceState(cut);
  if (!cut || !device || me?.presence.state !== 'available') return null;
  return <Reach key={device.kind} device={device} />;
}

function Reach({ device }: { device: DeviceState }) {
  const { t } = useTranslation();
  const isFailed = device.kind === 'failed';
  const [isShown, setShown] = useState(isFailed);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  return (
    <Strip tone="warn" icon={<IconPhoneOff size={16} aria-hidden="true" />}>
      {isFailed
        ? t('phone.device.unreached', { why: t(`phone.device.failed.${device.why}`) })
        : t('phone.device.notYet')}
    </Strip>
  );
}
