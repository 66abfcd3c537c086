/** How good the connection is, in four bars. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LegId } from '../../../../shared/model/ids.ts';
import type { DeviceQuality, PhoneDevice } from './device.ts';
import classes from './phone.module.css';

const EVERY_MS = 2_000;

export function Quality({ device, legId }: { device: PhoneDevice | undefined; legId: LegId | undefined }) {
  const { t } = useTranslation();
  const [quality, setQuality] = useState<DeviceQuality | null>(null);
  useEffect(() => {
    if (!device || !legId) return;
    const read = () => setQuality(device.quality(legId));
    read();
    const timer = setInterval(read, EVERY_MS);
    return () => clearInterval(timer);
  }, [device, legId]);
  if (!quality) return null;
  return (
    <span
      className={classes.quality}
      data-bad={quality.bars < 2 || undefined}
      role="img"
      aria-label={t('phone.quality', { bars: quality.bars })}
      title={t('phone.quality', { bars: quality.bars })}
    >
      {[1, 2, 3, 4].map((bar) => (
        <i key={bar} data-on={bar <= quality.bars || undefined} />
      ))}
    </span>
  );
}
