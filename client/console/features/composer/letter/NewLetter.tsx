/** A letter that begins a conversation; what was written stays until it is sent. Loaded when it is first asked for. */
import { Button, Modal, Select } from '@mantine/core';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { joinLetter } from '../../../../../shared/letter-parts.ts';
import { limits } from '../../../../../shared/limits.ts';
import type { Address } from '../../../../../shared/model/letter.ts';
import { fillVariables } from '../../../../../shared/variables.ts';
import { useShell } from '../../../app/shell-context.ts';
import { withoutRepeats } from '../../../letters/addresses.ts';
import { wrapSignature } from '../../../letters/letter-html.ts';
import { useLetterInboxes } from '../../../letters/use-letter-inbox.ts';
import type { DeskState } from '../../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../../sync/use-desk.ts';
import { AttachmentList } from '../AttachmentList.tsx';
import { useAttachments } from '../attachments.ts';
import { Tools } from '../Tools.tsx';
import { Below } from './Below.tsx';
import { LetterEditor, type LetterEditorHandle } from './LetterEditor.tsx';
import { LetterFields } from './LetterFields.tsx';
import classes from './letter.module.css';
import { useNewLetter } from './new-letter.ts';
import { splitFiles } from './split-files.ts';
import { useNewValues } from './use-new-values.ts';

const readRows = (state: DeskState) => state.rows;

export function NewLetter({ userId, onClose }: { userId: string; onClose(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const shell = useShell();
  const inboxes = useLetterInboxes();
  const rows = useDeskState(readRows);
  const editor = useRef<LetterEditorHandle>(null);
  const { kept, change, forget } = useNewLetter(userId, desk.writing.newRunId);
  const [isUnread, setUnread] = useState(false);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const inbox = inboxes.find(({ id }) => id === kept.inboxId) ?? inboxes[0];
  const values = useNewValues(kept.letter.to[0], inbox?.name ?? '');
  const signature = wrapSignature([values['agent.name'], inbox?.signature ?? ''].filter(Boolean).join('\n'));
  const addFile = useCallback(
    (file: (typeof kept.files)[number]) => change(({ files }) => ({ files: [...files, file] })),
    [change],
  );
  const attachments = useAttachments(kept.files, addFile);
  const pictures = useAttachments(kept.files, (file) => {
    addFile(file);
    editor.current?.insertPicture(file);
  });
  const known = withoutRepeats(
    Object.values(rows).flatMap(({ conversation: { customer } }): Address[] =>
      customer.email ? [{ name: customer.name, address: customer.email.value }] : [],
    ),
  );
  const isBlocked =
    !inbox ||
    isUnread ||
    isSending ||
    kept.letter.to.length === 0 ||
    (kept.text.trim() === '' && kept.files.length === 0) ||
    attachments.isSending ||
    pictures.isSending;

  function takeFiles(list: FileList | null): void {
    if (!list) return;
    const { shown, attached } = splitFiles([...list]);
    const isTaken = pictures.add(shown) && attachments.add(attached);
    setProblem(isTaken ? null : t('writing.tooManyFiles', { count: limits.filesPerMessage, size: '' }));
  }

  async function send(): Promise<void> {
    if (isBlocked || !inbox) return;
    const filled = fillVariables(kept.text, values);
    if (filled.missing.length > 0) {
      setProblem(t('writing.unfilled', { names: filled.missing.join(', ') }));
      return;
    }
    setSending(true);
    const { clientId, letter, words, text, files } = kept;
    const html = joinLetter({ words, signature: kept.isSigned ? signature : '', quote: '' });
    const answer = await desk.startLetter({
      ...{ inboxId: inbox.id, clientId, text: text.trim().slice(0, limits.text), fileIds: files.map(({ id }) => id) },
      letter: { ...letter, html },
    });
    setSending(false);
    if (!answer.ok) {
      setProblem(`${t('letter.new.failed')} ${t(`error.${answer.error.code}`)}`);
      return;
    }
    forget();
    onClose();
    shell.openConversation(answer.value.conversationId);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('letter.new.title')}
      size={720}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {inboxes.length > 1 && (
        <Select
          mb="sm"
          label={t('letter.from')}
          data={inboxes.map(({ id, name, address }) => ({ value: id, label: address ? `${name} <${address}>` : name }))}
          value={inbox?.id ?? null}
          onChange={(inboxId) => change(() => ({ inboxId }))}
        />
      )}
      <section className={classes.new} aria-label={t('letter.new.title')}>
        <LetterFields
          letter={kept.letter}
          known={known}
          isSubjectNeeded={true}
          autoFocus
          onChange={(part) => change(({ letter }) => ({ letter: { ...letter, ...part } }))}
          onUnread={setUnread}
        />
        <LetterEditor
          ref={editor}
          words={kept.words}
          label={t('letter.write')}
          values={values}
          onChange={(words, text) => change(() => ({ words, text }))}
          onSend={() => void send()}
          onBlur={() => undefined}
          onFiles={takeFiles}
        />
        <AttachmentList ready={[]} attachments={pictures} onRemove={() => undefined} />
        <Below
          parts={{ signature: kept.isSigned ? signature : '', quote: '' }}
          signature={signature}
          name="new"
          onChange={(parts) => change(() => ({ isSigned: parts.signature !== '' }))}
        />
        <AttachmentList
          ready={kept.files.filter(({ id }) => !kept.words.includes(`/files/${id}`))}
          attachments={attachments}
          onRemove={(file) => change(({ files }) => ({ files: files.filter((each) => each.id !== file.id) }))}
        />
      </section>
      {problem && (
        <p role="alert" className={classes.wrong}>
          {problem}
        </p>
      )}
      <div className={classes.newEnd}>
        <Tools
          isNote={false}
          hasChoices={false}
          canOffer={false}
          onFiles={(list) => list && attachments.add([...list])}
          onInsert={(words) => editor.current?.insert(words)}
        />
        <Button disabled={isBlocked} loading={isSending} onClick={() => void send()}>
          {t('letter.new.send')}
        </Button>
      </div>
    </Modal>
  );
}
