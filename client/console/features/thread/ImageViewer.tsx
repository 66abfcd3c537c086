/** Pictures of an entry, large: by keyboard or wheel closer and further, dragged about, one after the other, saved. */
import { ActionIcon, Modal } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDownload, IconX, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '../../../../shared/model/file.ts';
import classes from './image-viewer.module.css';

const steps = [1, 1.5, 2, 3, 4, 6, 8];
const still = { zoom: 0, x: 0, y: 0 };

export interface ImageViewerProps {
  files: readonly FileRef[];
  /** index of the one to begin with */
  first: number;
  onClose(): void;
}

export function ImageViewer({ files, first, onClose }: ImageViewerProps) {
  const { t } = useTranslation();
  const [at, setAt] = useState(Math.max(0, first));
  const [view, setView] = useState(still);
  const stage = useRef<HTMLDivElement>(null);
  const file = files[at];
  const scale = steps[view.zoom] ?? 1;

  const zoom = (by: number) =>
    setView((now) => {
      const next = Math.min(steps.length - 1, Math.max(0, now.zoom + by));
      return next === 0 ? still : { ...now, zoom: next };
    });
  const go = (by: number) => {
    if (files.length < 2) return;
    setAt((now) => (now + by + files.length) % files.length);
    setView(still);
  };

  const handleZoom = useEffectEvent(zoom);
  const handleDouble = useEffectEvent(() => (view.zoom > 0 ? setView(still) : zoom(2)));
  const handleDrag = useEffectEvent((dx: number, dy: number) => {
    if (view.zoom > 0) setView((now) => ({ ...now, x: now.x + dx, y: now.y + dy }));
  });
  // The pointer is a convenience beside the keys and buttons. React would listen to wheels passively, and the page behind must not scroll.
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      handleZoom(event.deltaY < 0 ? 1 : -1);
    };
    element.addEventListener('wheel', wheel, { passive: false, signal });
    element.addEventListener('dblclick', () => handleDouble(), { signal });
    element.addEventListener(
      'pointermove',
      (event) => event.buttons === 1 && handleDrag(event.movementX, event.movementY),
      { signal },
    );
    return () => listening.abort();
  }, []);

  function handleKey(event: KeyboardEvent) {
    // Single letters and arrows must not move the list behind; Tab is held inside by the dialog.
    if (event.key !== 'Tab') event.stopPropagation();
    const act = { '+': () => zoom(1), '=': () => zoom(1), '-': () => zoom(-1), '0': () => setView(still) }[event.key];
    if (act) act();
    else if (event.key === 'ArrowLeft') go(-1);
    else if (event.key === 'ArrowRight') go(1);
    else if (event.key === 'Escape') onClose();
  }

  if (!file?.image) return null;
  return (
    <Modal.Root opened onClose={onClose} fullScreen padding={0} transitionProps={{ duration: 0 }} onKeyDown={handleKey}>
      <Modal.Overlay />
      <Modal.Content className={classes.content} aria-label={file.name}>
        <div className={classes.viewer}>
          <header className={classes.bar}>
            <span className={classes.name}>
              {file.name}
              {files.length > 1 && ` · ${at + 1} / ${files.length}`}
            </span>
            <ActionIcon size={36} variant="subtle" aria-label={t('reading.zoomOut')} onClick={() => zoom(-1)}>
              <IconZoomOut size={20} stroke={1.75} />
            </ActionIcon>
            <span className={classes.scale}>{Math.round(scale * 100)}%</span>
            <ActionIcon size={36} variant="subtle" aria-label={t('reading.zoomIn')} onClick={() => zoom(1)}>
              <IconZoomIn size={20} stroke={1.75} />
            </ActionIcon>
            <ActionIcon
              component="a"
              size={36}
              variant="subtle"
              href={`/files/${file.id}`}
              download={file.name}
              aria-label={t('thread.download', { name: file.name })}
            >
              <IconDownload size={20} stroke={1.75} />
            </ActionIcon>
            <ActionIcon size={36} variant="subtle" data-autofocus aria-label={t('common.close')} onClick={onClose}>
              <IconX size={20} stroke={1.75} />
            </ActionIcon>
          </header>
          <div ref={stage} className={classes.stage} data-zoomed={view.zoom > 0 || undefined}>
            <img
              src={`/files/${file.id}`}
              alt={file.name}
              width={file.image.width}
              height={file.image.height}
              draggable={false}
              style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${scale})` }}
            />
          </div>
          {files.length > 1 && (
            <>
              <ActionIcon
                className={classes.previous}
                size={44}
                variant="default"
                aria-label={t('reading.previousImage')}
                onClick={() => go(-1)}
              >
                <IconChevronLeft size={20} stroke={1.75} />
              </ActionIcon>
              <ActionIcon
                className={classes.next}
                size={44}
                variant="default"
                aria-label={t('reading.nextImage')}
                onClick={() => go(1)}
              >
                <IconChevronRight size={20} stroke={1.75} />
              </ActionIcon>
            </>
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
