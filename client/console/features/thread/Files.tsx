/** The files of an entry: pictures open in a viewer, everything else is a row to download. */
import { IconDownload, IconFile } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '../../../../shared/model/file.ts';
import { formatBytes } from '../../i18n/bytes.ts';
import classes from './files.module.css';

const ImageViewer = lazy(() => import('./ImageViewer.tsx').then((module) => ({ default: module.ImageViewer })));

export function Files({ files }: { files: readonly FileRef[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  /** where the focus goes back to */
  const trigger = useRef<HTMLElement>(null);
  if (files.length === 0) return null;
  function handleClose() {
    setOpen(null);
    trigger.current?.focus();
  }
  // Only what the server found to be a picture of a sane size has measures; nothing else is ever shown inline.
  const pictures = files.filter((file) => file.image);
  return (
    <>
      <ul className={classes.files}>
        {files.map((file) => (
          <li key={file.id} className={classes.file}>
            {file.image ? (
              <button
                type="button"
                className={classes.picture}
                aria-label={t('reading.viewImage', { name: file.name })}
                onClick={(event) => {
                  trigger.current = event.currentTarget;
                  setOpen(pictures.indexOf(file));
                }}
              >
                <img className={classes.thumb} src={`/files/${file.id}`} alt="" loading="lazy" width={76} height={50} />
              </button>
            ) : (
              <IconFile size={20} stroke={1.75} aria-hidden="true" />
            )}
            <span className={classes.name}>
              {file.name}
              <span className={classes.size}>{formatBytes(file.size)}</span>
            </span>
            <a
              className={classes.save}
              href={`/files/${file.id}`}
              download={file.name}
              aria-label={t('thread.download', { name: file.name })}
            >
              <IconDownload size={16} stroke={1.75} aria-hidden="true" />
            </a>
          </li>
        ))}
      </ul>
      {open !== null && (
        <Suspense>
          <ImageViewer files={pictures} first={open} onClose={handleClose} />
        </Suspense>
      )}
    </>
  );
}
