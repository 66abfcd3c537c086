/** @jsxImportSource preact */
/** A file of a message: images are shown, everything is saved rather than opened. */
import { useEffect, useState } from 'preact/hooks';
import type { FileRef } from '../../../../shared/model/file.ts';
import { useApp } from '../context.ts';
import { Icon } from '../parts/Icon.tsx';
import { fetchImage, saveFile } from '../sync/files.ts';
import { tellSize } from './sizes.ts';

export function FileCard({ file }: { file: FileRef }) {
  const { inboxId, visitor, words } = useApp();
  const [hasFailed, setFailed] = useState(false);

  async function handleSave() {
    const token = visitor.token();
    setFailed(!token || !(await saveFile(inboxId, token, file)));
  }

  return (
    <div class="file">
      {file.image && <Preview file={file} />}
      <button type="button" class="file-row" aria-label={words.download(file.name)} onClick={handleSave}>
        {!file.image && <Icon name="file" size={20} />}
        <span class="file-name" dir="auto">
          {file.name}
        </span>
        <span class="file-size">{tellSize(file.size)}</span>
        <Icon name="download" size={16} />
      </button>
      {hasFailed && <p class="field-error">{words.failed}</p>}
    </div>
  );
}

function Preview({ file }: { file: FileRef }) {
  const { inboxId, visitor, words } = useApp();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let isGone = false;
    const token = visitor.token();
    if (token) {
      void fetchImage(inboxId, token, file).then((url) => {
        made = url;
        if (isGone && url) URL.revokeObjectURL(url);
        else setAddress(url);
      });
    }
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [file, inboxId, visitor]);
  const ratio = file.image ? `${file.image.width} / ${file.image.height}` : undefined;
  return (
    <span class="preview" style={{ aspectRatio: ratio }}>
      {address && <img src={address} alt={words.image(file.name)} />}
    </span>
  );
}
