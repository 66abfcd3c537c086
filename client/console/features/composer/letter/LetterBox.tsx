/** Where a letter is written within a conversation: how it answers, to whom, its words, and what stands below them. */
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../../shared/limits.ts';
import type { FileRef } from '../../../../../shared/model/file.ts';
import type { VariableValues } from '../../../../../shared/variables.ts';
import { AttachmentList } from '../AttachmentList.tsx';
import { useAttachments } from '../attachments.ts';
import type { TextBoxHandle } from '../TextBox.tsx';
import { Below } from './Below.tsx';
import { LetterEditor, type LetterEditorHandle } from './LetterEditor.tsx';
import { LetterFields } from './LetterFields.tsx';
import classes from './letter.module.css';
import { splitFiles } from './split-files.ts';
import type { LetterWork } from './use-letter.ts';

export interface LetterBoxProps {
  ref: Ref<TextBoxHandle>;
  work: LetterWork;
  /** of the draft */
  files: readonly FileRef[];
  customerName: string;
  /** the conversation */
  name: string;
  /** another one for every letter: what was asked for is asked for anew */
  round: number;
  values: VariableValues;
  onPicture(file: FileRef): void;
  onFiles(files: File[]): void;
  onSend(): void;
  onBlur(): void;
  /** something keeps it from being sent: pictures on their way, half an address */
  onBusy(isBusy: boolean): void;
}

const problems = {
  'no-recipient': 'letter.noRecipient',
  'no-address': 'letter.badRecipient',
  'too-many': 'letter.tooMany',
  'too-long': 'letter.tooLong',
} as const;

export function LetterBox(props: LetterBoxProps) {
  const { ref, work, files, customerName, name, round, values, onPicture, onFiles, onSend, onBlur, onBusy } = props;
  const { t } = useTranslation();
  const editor = useRef<LetterEditorHandle>(null);
  const [isUnread, setUnread] = useState(false);
  const pictures = useAttachments(files, (file) => {
    onPicture(file);
    editor.current?.insertPicture(file);
  });
  const isBusy = isUnread || pictures.isSending;
  useEffect(() => onBusy(isBusy), [onBusy, isBusy]);

  function takeFiles(list: FileList): void {
    const { shown, attached } = splitFiles([...list]);
    if (shown.length > 0) pictures.add(shown);
    if (attached.length > 0) onFiles(attached);
  }

  useImperativeHandle(ref, () => ({
    focus: () => editor.current?.focus(),
    insert: (words) => editor.current?.insert(words),
    takeFiles,
  }));

  return (
    <>
      <LetterFields
        key={round}
        letter={work.letter}
        known={work.known}
        isSubjectNeeded={work.kind === 'forward' || work.letter.subject.trim() === ''}
        onChange={work.edit}
        onUnread={setUnread}
      />
      <LetterEditor
        ref={editor}
        words={work.parts.words}
        label={t(work.kind === 'forward' ? 'letter.write' : 'letter.writeTo', { name: customerName })}
        values={values}
        onChange={work.write}
        onSend={onSend}
        onBlur={onBlur}
        onFiles={takeFiles}
      />
      <AttachmentList ready={[]} attachments={pictures} onRemove={() => undefined} />
      <Below parts={work.parts} signature={work.signature} name={name} onChange={work.setPart} />
      {work.problem !== null && work.parts.words !== '' && (
        <p role="status" className={classes.wrong} data-quiet={work.problem === 'no-recipient' || undefined}>
          {t(problems[work.problem], { count: limits.recipients })}
        </p>
      )}
    </>
  );
}
