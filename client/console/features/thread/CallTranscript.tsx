/** What was said in a recording, as a machine heard it: fetched when it is opened, by whoever may listen. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileId } from '../../../../shared/model/ids.ts';
import { useFileText } from '../../http/file-text.ts';
import classes from './call-card.module.css';

/** `textId` null: nothing was understood. */
export function CallTranscript({ textId, isOpen }: { textId: FileId | null; isOpen: boolean }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(isOpen);
  useEffect(() => {
    if (isOpen) setOpened(true);
  }, [isOpen]);
  const { data, isError } = useFileText(opened ? textId : null);
  const words = textId === null ? t('call.transcriptEmpty') : isError ? t('call.transcriptHidden') : (data ?? '');
  return (
    <details className={classes.transcript} open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t('call.transcript')}</summary>
      <p dir="auto">{words}</p>
    </details>
  );
}
