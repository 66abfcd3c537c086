/** The files of an entry: pictures shown small, everything else as a row to download. */
import { IconDownload, IconFile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FileRef } from '../../../../shared/model/file.ts';
import { formatBytes } from '../../i18n/bytes.ts';
import classes from './files.module.css';

export function Files({ files }: { files: readonly FileRef[] }) {
  const { t } = useTranslation();
  if (files.length === 0) return null;
  return (
    <ul className={classes.files}>
      {files.map((file) => (
        <li key={file.id}>
          <a
            className={classes.file}
            href={`/files/${file.id}`}
            download={file.name}
            aria-label={t('thread.download', { name: file.name })}
          >
            {file.image ? (
              <img className={classes.thumb} src={`/files/${file.id}`} alt="" loading="lazy" width={76} height={50} />
            ) : (
              <IconFile size={20} stroke={1.75} aria-hidden="true" />
            )}
            <span className={classes.name}>
              {file.name}
              <span className={classes.size}>{formatBytes(file.size)}</span>
            </span>
            <IconDownload size={16} stroke={1.75} aria-hidden="true" />
          </a>
        </li>
      ))}
    </ul>
  );
}
