/** How loud it is, as thin bars: the microphone's newest at the right. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneDevice } from './device.ts';
import classes from './phone.module.css';

const BARS = 28;
const EVERY_MS = 100;

export function LevelMeter({ device, isMuted }: { device: PhoneDevice | undefined; isMuted: boolean }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const levels = new Array<number>(BARS).fill(0);
    const timer = setInterval(() => {
      const { input, output } = device?.levels() ?? { input: 0, output: 0 };
      levels.shift();
      levels.push(Math.max(isMuted ? 0 : input, output));
      // Drawn past React: ten times a second for as long as a call lasts.
      for (const [at, bar] of [...(box.current?.children ?? [])].entries()) {
        (bar as HTMLElement).style.height = `${Math.round(3 + 15 * Math.min(1, levels[at] ?? 0))}px`;
      }
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [device, isMuted]);
  return (
    <div ref={box} className={classes.meter} role="img" aria-label={t('phone.level')}>
      {Array.from({ length: BARS }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are places, and stay where they are
        <span key={at} />
      ))}
    </div>
  );
}
