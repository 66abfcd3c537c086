/** The files of what is being written: those that have arrived, and how far each other one is. */
import { ActionIcon, Button } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import { formatBytes } from '../../i18n/bytes.ts';
import type { Attachment, Attachments } from './attachments.ts';
import classes from './files.module.css';

export interface AttachmentListProps {
  ready: readonly FileRef[];
  attachments: Attachments;
  onRemove(file: FileRef): void;
}

export function AttachmentList({ ready, attachments, onRemove }: AttachmentListProps) {
  const { t } = useTranslation();
  if (ready.length === 0 && attachments.list.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('writing.files')}>
      {ready.map((file) => (
        <li key={file.id} className={classes.file}>
          <IconPaperclip size={14} stroke={1.75} aria-hidden="true" />
          <span className={classes.fileName}>
            {file.name}
            <small>{formatBytes(file.size)}</small>
          </span>
          <RemoveButton name={file.name} onClick={() => onRemove(file)} />
        </li>
      ))}
      {attachments.list.map((one) => (
        <li key={one.key} className={classes.file} data-state={one.state.kind}>
          <IconPaperclip size={14} stroke={1.75} aria-hidden="true" />
          <span className={classes.fileName}>
            {one.name}
            <small role={one.state.kind === 'failed' ? 'alert' : undefined}>{describe(one)}</small>
          </span>
          {one.state.kind === 'sending' && (
            <progress
              value={one.state.share}
              max={1}
              aria-label={t('composer.uploading', { name: one.name, percent: Math.round(one.state.share * 100) })}
            />
          )}
          {one.state.kind === 'failed' && one.state.error.code !== 'too_large' && (
            <Button size="compact-xs" variant="subtle" onClick={() => attachments.retry(one)}>
              {t('common.retry')}
            </Button>
          )}
          <RemoveButton
            name={one.name}
            isCancel={one.state.kind === 'sending'}
            onClick={() => attachments.cancel(one.key)}
          />
        </li>
      ))}
    </ul>
  );

  function describe(file: Attachment): string {
    switch (file.state.kind) {
      case 'sending':
        return `${Math.round(file.state.share * 100)}%`;
      case 'failed':
        return file.state.error.code === 'too_large'
          ? t('composer.tooLarge', { name: file.name, size: formatBytes(limits.fileBytes) })
          : t('composer.uploadFailed', { name: file.name, why: t(`error.${file.state.error.code}`) });
    }
  }
}

function RemoveButton({ name, isCancel = false, onClick }: { name: string; isCancel?: boolean; onClick(): void }) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      size={24}
      aria-label={t(isCancel ? 'writing.cancelFile' : 'composer.removeFile', { name })}
      onClick={onClick}
    >
      <IconX size={14} stroke={1.75} />
    </ActionIcon>
  );
}
