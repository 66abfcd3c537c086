/** Where replies and notes are written: drafts, files, quick replies, and a send that never waits. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconListCheck, IconPaperclip } from '@tabler/icons-react';
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { cx } from '../../../ui/cx.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { AttachmentList } from './AttachmentList.tsx';
import { useAttachments } from './attachments.ts';
import { Choices } from './Choices.tsx';
import classes from './composer.module.css';
import { type ComposerDraft, type Drafts, hasWords } from './drafts.ts';
import { createTypist } from './typist.ts';

export interface ComposerHandle {
  focus(mode: ComposerDraft['mode']): void;
}

export interface ComposerProps {
  conversation: AgentConversation;
  drafts: Drafts;
  ref: Ref<ComposerHandle>;
}

export function Composer({ conversation, drafts, ref }: ComposerProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { id } = conversation;
  const [draft, setDraft] = useState(() => drafts.read(id));
  const [isDropping, setDropping] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const files = useAttachments();
  const [typist] = useState(() => createTypist((isTyping) => desk.setTyping(id, isTyping, 'message'), Date.now));
  const isClosed = conversation.status === 'closed';
  const mode = isClosed ? 'note' : draft.mode;
  const text = draft[mode];
  const excess = text.length - limits.text;
  const isEmpty = text.trim() === '' && files.refs.length === 0;
  const isBlocked = isEmpty || files.isSending || excess > 0;

  useEffect(() => () => typist.stop(), [typist]);

  function change(next: ComposerDraft): void {
    setDraft(next);
    drafts.write(id, next);
  }

  function focus(next: ComposerDraft['mode']): void {
    if (next !== draft.mode) change({ ...draft, mode: next });
    area.current?.focus();
  }
  useImperativeHandle(ref, () => ({ focus }));

  // Grows with its text; written to the element because Firefox has no field-sizing yet.
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 220)}px`;
  });

  function handleText(value: string): void {
    change({ ...draft, mode, [mode]: value });
    if (mode === 'message') typist.note(value !== '');
  }

  function handleSend(): void {
    if (isBlocked) return;
    const choices = draft.choices.map((choice) => choice.trim()).filter(Boolean);
    desk.send(id, {
      kind: mode,
      text: text.trim(),
      files: files.refs,
      choices: mode === 'message' && choices.length > 0 ? choices : undefined,
    });
    typist.stop();
    files.clear();
    setProblem(null);
    change({ ...draft, mode, [mode]: '', choices: mode === 'message' ? [] : draft.choices });
    area.current?.focus();
  }

  function handleKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // While an input method is composing, Enter belongs to it (keyCode 229 where isComposing is late).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      handleSend();
    } else if (event.key === 'Escape') area.current?.blur();
  }

  function addFiles(list: FileList | null): void {
    if (!list || list.length === 0) return;
    setProblem(files.add([...list]) ? null : t('composer.tooMany', { count: limits.filesPerMessage }));
  }

  function handlePaste(event: ClipboardEvent): void {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    addFiles(event.clipboardData.files);
  }

  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setDropping(false);
    addFiles(event.dataTransfer.files);
  }

  return (
    <div className={classes.wrap}>
      {/* The box takes files that are dropped on it; the button beside does the same by keyboard. */}
      <section
        className={cx(classes.box, mode === 'note' && classes.noteBox, isDropping && classes.dropping)}
        aria-label={t('composer.mode')}
        onDragOver={(event) => {
          event.preventDefault();
          setDropping(true);
        }}
        onDragLeave={() => setDropping(false)}
        onDrop={handleDrop}
      >
        <div className={classes.head}>
          <fieldset className={classes.modes} aria-label={t('composer.mode')}>
            {(['message', 'note'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={mode === each}
                disabled={isClosed && each === 'message'}
                onClick={() => focus(each)}
              >
                {t(each === 'message' ? 'composer.reply' : 'composer.note')}
              </button>
            ))}
          </fieldset>
          {mode === 'note' && <span className={classes.onlyTeam}>{t('composer.onlyTeam')}</span>}
          <span className={classes.state}>{hasWords(draft) && t('composer.draftSaved')}</span>
        </div>
        {isClosed && <p className={classes.closed}>{t('composer.closed')}</p>}
        <textarea
          ref={area}
          rows={1}
          className={classes.text}
          value={text}
          placeholder={
            mode === 'note'
              ? t('composer.notePlaceholder')
              : t('composer.placeholder', { name: conversation.customer.name })
          }
          aria-label={
            mode === 'note'
              ? t('composer.notePlaceholder')
              : t('composer.placeholder', { name: conversation.customer.name })
          }
          onChange={(event) => handleText(event.target.value)}
          onKeyDown={handleKey}
          onPaste={handlePaste}
          onBlur={() => typist.stop()}
        />
        <AttachmentList list={files.list} onRemove={files.remove} />
        {mode === 'message' && draft.choices.length > 0 && (
          <Choices choices={draft.choices} onChange={(choices) => change({ ...draft, choices })} />
        )}
        {(problem || excess > 0) && (
          <p role="alert" className={classes.problem}>
            {problem ?? t('composer.tooLong', { count: excess })}
          </p>
        )}
        <div className={classes.tools}>
          <Tooltip label={t('composer.attach')}>
            <ActionIcon size={32} aria-label={t('composer.attach')} onClick={() => picker.current?.click()}>
              <IconPaperclip size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
          {mode === 'message' && (
            <Tooltip label={t('composer.choices')}>
              <ActionIcon
                size={32}
                aria-label={t('composer.choices')}
                aria-pressed={draft.choices.length > 0}
                onClick={() => change({ ...draft, choices: draft.choices.length > 0 ? [] : ['', ''] })}
              >
                <IconListCheck size={18} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
          )}
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              addFiles(event.target.files);
              event.target.value = '';
            }}
          />
          <span className={classes.hint}>{t(files.isSending ? 'composer.filesPending' : 'composer.hint')}</span>
          <Button onClick={handleSend} disabled={isBlocked} rightSection={<kbd className={classes.key}>↵</kbd>}>
            {t(mode === 'note' ? 'composer.addNote' : 'composer.send')}
          </Button>
        </div>
        {isDropping && <div className={classes.drop}>{t('composer.drop')}</div>}
      </section>
    </div>
  );
}
