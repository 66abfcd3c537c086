/** @jsxImportSource preact */
/** The files that will go with the next message. */
import { useApp } from '../context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { Attachment, Attachments } from './use-attachments.ts';

export function Tray({ attachments }: { attachments: Attachments }) {
  const { words } = useApp();
  return (
    <ul class="tray">
      {attachments.list.map((one) => (
        <li key={one.key} class="tray-item">
          <Icon name="file" size={16} />
          <span class="file-name" dir="auto">
            {one.name}
          </span>
          <UploadState attachment={one} onRetry={() => attachments.retry(one)} />
          <button
            type="button"
            class="tool tool-small"
            aria-label={words.removeFile(one.name)}
            onClick={() => attachments.remove(one)}
          >
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function UploadState({ attachment, onRetry }: { attachment: Attachment; onRetry(): void }) {
  const { words } = useApp();
  const { state } = attachment;
  switch (state.kind) {
    case 'there':
      return <Icon name="check" size={14} />;
    case 'going':
      return (
        <>
          <progress class="progress" aria-label={attachment.name} max={1} value={state.share} />
          <span class="file-size">{words.uploading(Math.round(state.share * 100))}</span>
        </>
      );
    case 'failed':
      return (
        <span class="field-error">
          {state.why}{' '}
          {state.why === words.notSent && (
            <button type="button" class="link" onClick={onRetry}>
              {words.tryAgain}
            </button>
          )}
        </span>
      );
  }
}
