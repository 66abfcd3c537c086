/** Plays what was recorded: its waveform is where one seeks, by pointer and by keys, and it may be heard faster. */
import { IconDownload, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '../../../../shared/model/file.ts';
import { formatRunning } from '../../i18n/times.ts';
import { BARS, peaksOf } from './peaks.ts';
import classes from './recording.module.css';

const RATES = [1, 1.5, 2] as const;
const STEP = 5;
const LEAP = 30;
/** Larger ones are drawn once somebody listens to them. */
const FETCHED_UNASKED = 6_000_000;

const clock = (seconds: number): string => formatRunning(Math.round(seconds) * 1_000);

export function RecordingPlayer({ file, seconds, label }: { file: FileRef; seconds: number; label: string }) {
  const { t } = useTranslation();
  const url = `/files/${file.id}`;
  const audio = useRef<HTMLAudioElement>(null);
  const wave = useRef<HTMLDivElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds);
  const [rate, setRate] = useState<(typeof RATES)[number]>(1);
  const [peaks, setPeaks] = useState<number[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const share = length > 0 ? Math.min(1, at / length) : 0;

  const draw = () => void peaksOf(url).then(setPeaks);
  useEffect(() => {
    const element = wave.current;
    if (!element || file.size > FETCHED_UNASKED) return;
    const observer = new IntersectionObserver(([seen]) => {
      if (!seen?.isIntersecting) return;
      observer.disconnect();
      void peaksOf(url).then(setPeaks);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [url, file.size]);

  function toggle(): void {
    const { current } = audio;
    if (!current) return;
    if (!current.paused) {
      current.pause();
      return;
    }
    // Two at once are understood by nobody.
    for (const other of document.querySelectorAll<HTMLAudioElement>('audio[data-recording]')) other.pause();
    if (!peaks) draw();
    current.playbackRate = rate;
    setFailed(false);
    void current.play().catch(() => setFailed(true));
  }

  function seek(to: number): void {
    const next = Math.max(0, Math.min(length, to));
    setAt(next);
    if (audio.current) audio.current.currentTime = next;
  }

  function handleKey(event: KeyboardEvent): void {
    const to = {
      ...{ ArrowRight: at + STEP, ArrowUp: at + STEP, ArrowLeft: at - STEP, ArrowDown: at - STEP },
      ...{ PageUp: at + LEAP, PageDown: at - LEAP, Home: 0, End: length },
    }[event.key];
    if (event.key === ' ' || event.key === 'Enter') toggle();
    else if (to !== undefined) seek(to);
    else return;
    event.preventDefault();
  }

  function handlePointer(event: PointerEvent): void {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const box = wave.current?.getBoundingClientRect();
    if (!box) return;
    if (event.type === 'pointerdown') wave.current?.setPointerCapture(event.pointerId);
    seek(((event.clientX - box.left) / box.width) * length);
  }

  function hurry(): void {
    const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1;
    setRate(next);
    if (audio.current) audio.current.playbackRate = next;
  }

  return (
    <div className={classes.player}>
      {/* biome-ignore lint/a11y/useMediaCaption: what was said stands below, where somebody wrote it down */}
      <audio
        ref={audio}
        data-recording
        preload="none"
        src={url}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => seek(0)}
        onError={() => setFailed(true)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onLoadedMetadata={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.duration)) setLength(currentTarget.duration);
          // Sought before it was there.
          if (at > 0) currentTarget.currentTime = at;
        }}
      />
      <button
        type="button"
        className={classes.play}
        aria-label={`${t(isPlaying ? 'call.pause' : 'call.play')}: ${label}`}
        onClick={toggle}
      >
        {isPlaying ? (
          <IconPlayerPauseFilled size={16} aria-hidden="true" />
        ) : (
          <IconPlayerPlayFilled size={16} aria-hidden="true" />
        )}
      </button>
      <div
        ref={wave}
        className={classes.wave}
        role="slider"
        tabIndex={0}
        aria-label={t('call.position')}
        aria-valuemin={0}
        aria-valuemax={Math.round(length)}
        aria-valuenow={Math.round(at)}
        aria-valuetext={t('call.positionOf', { at: clock(at), length: clock(length) })}
        onKeyDown={handleKey}
        onPointerDown={handlePointer}
        onPointerMove={handlePointer}
      >
        {Array.from({ length: BARS }, (_, bar) => (
          <i
            // biome-ignore lint/suspicious/noArrayIndexKey: bars have no other name
            key={bar}
            data-heard={(bar + 0.5) / BARS <= share || undefined}
            style={{ height: `${Math.max(8, 100 * (peaks?.[bar] ?? 0))}%` }}
          />
        ))}
      </div>
      <span className={classes.time}>
        {clock(at)} / {clock(length)}
      </span>
      <button type="button" className={classes.rate} aria-label={t('call.speed', { rate })} onClick={hurry}>
        {rate}×
      </button>
      <a className={classes.load} href={url} download={file.name} aria-label={`${t('call.download')}: ${label}`}>
        <IconDownload size={16} stroke={1.75} aria-hidden="true" />
      </a>
      {hasFailed && (
        <p role="alert" className={classes.failed}>
          {t('call.cannotPlay')}
        </p>
      )}
    </div>
  );
}
