/** The files of a reply that is being written, with how far each is. */
import { ActionIcon } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import { formatBytes } from '../../i18n/bytes.ts';
import type { Attachment } from './attachments.ts';
import classes from './composer.module.css';

export function AttachmentList({ list, onRemove }: { list: readonly Attachment[]; onRemove(key: number): void }) {
  const { t } = useTranslation();
  if (list.length === 0) return null;
  return (
    <ul className={classes.files}>
      {list.map((file) => (
        <li key={file.key} className={classes.file} data-state={file.state.kind}>
          <IconPaperclip size={14} stroke={1.75} aria-hidden="true" />
          <span className={classes.fileName}>
            {file.name}
            <small role={file.state.kind === 'failed' ? 'alert' : undefined}>{describe(file)}</small>
          </span>
          {file.state.kind === 'sending' && (
            <progress
              value={file.state.share}
              max={1}
              aria-label={t('composer.uploading', { name: file.name, percent: Math.round(file.state.share * 100) })}
            />
          )}
          <ActionIcon
            size={24}
            aria-label={t('composer.removeFile', { name: file.name })}
            onClick={() => onRemove(file.key)}
          >
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );

  function describe(file: Attachment): string {
    switch (file.state.kind) {
      case 'sending':
        return `${Math.round(file.state.share * 100)}%`;
      case 'ready':
        return formatBytes(file.size);
      case 'failed':
        return file.state.error.code === 'too_large'
          ? t('composer.tooLarge', { name: file.name, size: formatBytes(limits.fileBytes) })
          : t('composer.uploadFailed', { name: file.name, why: t(`error.${file.state.error.code}`) });
    }
  }
}
