/** @jsxImportSource preact */
/** The files of a message; what draws them comes with the first one. */
import type { FileRef } from '../../../../shared/model/file.ts';
import { Later } from '../parts/Later.tsx';

const loadFileCard = async () => (await import('./FileCard.tsx')).FileCard;

export function Files({ files }: { files: readonly FileRef[] }) {
  return (
    <>
      {files.map((file) => (
        <Later key={file.id} load={loadFileCard} props={{ file }} />
      ))}
    </>
  );
}
