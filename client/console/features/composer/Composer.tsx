/** Where replies and notes are written: drafts that outlast the page, files, completions, and a send that never waits. */
import { lazy, type Ref, Suspense, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { WritingKind } from '../../../../shared/model/writing.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { cx } from '../../../ui/cx.ts';
import { usePreferences } from '../../app/shell-context.ts';
import type { AnswerKind } from '../../letters/answer.ts';
import { findInline } from '../../letters/letter-html.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { hasWords } from '../../sync/drafts.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNoteOnly } from '../../sync/use-note-only.ts';
import { AttachmentList } from './AttachmentList.tsx';
import { Choices } from './Choices.tsx';
import classes from './composer.module.css';
import { HeldReplies } from './HeldReplies.tsx';
import { AnswerMenu } from './letter/AnswerMenu.tsx';
import { ModeSwitch } from './ModeSwitch.tsx';
import { OtherWords } from './OtherWords.tsx';
import { Overtaken } from './Overtaken.tsx';
import { SendArea } from './SendArea.tsx';
import { SuggestedReply } from './SuggestedReply.tsx';
import { TextBox, type TextBoxHandle } from './TextBox.tsx';
import { TextingLine } from './TextingLine.tsx';
import { TextingStrip } from './TextingStrip.tsx';
import { Tools } from './Tools.tsx';
import { TypingLine } from './TypingLine.tsx';
import { Unfilled } from './Unfilled.tsx';
import { useComposing } from './use-composing.ts';
import { useDropZone } from './use-drop-zone.ts';
import { useOutcomes } from './use-outcomes.ts';
import { WaySwitch } from './WaySwitch.tsx';

// The editor of letters is larger than all the rest, and most conversations need none.
const LetterBox = lazy(async () => ({ default: (await import('./letter/LetterBox.tsx')).LetterBox }));

const readInboxes = (state: DeskState) => state.inboxes;

export interface ComposerHandle {
  focus(mode: WritingKind): void;
  /** Answers the letter that is this entry. */
  answer(kind: AnswerKind, seq: number): void;
}

export interface ComposerProps {
  conversation: AgentConversation;
  ref: Ref<ComposerHandle>;
}

export function Composer({ conversation, ref }: ComposerProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [{ enterSends }] = usePreferences();
  const area = useRef<TextBoxHandle>(null);
  const { id } = conversation;
  const composing = useComposing(conversation);
  const { mode, draft, change, attachments, values, problem, unfilled, letter } = composing;
  const outcomes = useOutcomes(conversation);
  const zone = useDropZone((files) => (area.current?.takeFiles ?? composing.addFiles)(files));
  const inbox = useDeskState(readInboxes).find(({ id }) => id === conversation.inboxId);
  const line = inbox?.format === 'call' ? inbox.call : undefined;
  const isNote = mode === 'note';
  const isNoteOnly = useNoteOnly(conversation);
  const isText = line !== undefined && (composing.way?.current.format ?? 'text') === 'text';
  const [isWithChoices, setWithChoices] = useState(false);
  const [round, setRound] = useState(0);
  const canOffer = !isNote && letter === null && composing.way?.by === undefined && composing.texting === null;
  const hasChoices = canOffer && (isWithChoices || draft.choices.length > 0);

  const inline = new Set<string>(letter ? findInline(letter.parts.words) : []);

  useEffect(() => desk.writing.loadReplies(id), [desk, id]);

  function focus(next: WritingKind): void {
    // Drawn at once: the words that follow the key belong in the box that it opens.
    if (!isNoteOnly) flushSync(() => composing.setMode(next));
    area.current?.focus();
  }
  async function answer(kind: AnswerKind, seq: number | null): Promise<void> {
    if (isNoteOnly) return;
    await composing.answer(kind, seq);
    area.current?.focus();
  }
  useImperativeHandle(ref, () => ({ focus, answer: (kind, seq) => void answer(kind, seq) }));

  function send(options: Parameters<typeof composing.send>[0] = {}): void {
    if (!composing.send(options)) return;
    setWithChoices(false);
    setRound((before) => before + 1);
    area.current?.focus();
  }

  return (
    <div className={classes.wrap}>
      <TypingLine id={id} />
      <HeldReplies conversation={conversation} onEdit={() => focus('message')} />
      <section
        className={cx(classes.box, isNote && classes.noteBox, zone.isOver && classes.dropping)}
        aria-label={t('composer.mode')}
        data-kind={mode}
        {...zone.handlers}
      >
        <Overtaken conversation={conversation} onEdit={() => focus('message')} />
        <OtherWords other={draft.other} onUse={composing.useOther} onDismiss={composing.dismissOther} />
        <div className={classes.head}>
          <ModeSwitch mode={mode} isClosed={isNoteOnly} isText={isText} onChange={focus} />
          {letter && <AnswerMenu kind={letter.kind} onChoose={(kind) => void answer(kind, null)} />}
          {composing.way && <WaySwitch way={composing.way} conversationId={id} />}
          {!isNote && line?.number && isText && composing.texting?.rules.counting === 'sms' && (
            <span className={classes.onlyTeam}>{t('composer.asText', { number: showNumber(line.number) })}</span>
          )}
          {isNote && <span className={classes.onlyTeam}>{t('composer.onlyTeam')}</span>}
          <span className={classes.state}>{composing.stateWord}</span>
        </div>
        {!isNote && !hasWords(draft) && (
          <SuggestedReply
            conversation={conversation}
            values={values}
            onInsert={(words) => area.current?.insert(words)}
          />
        )}
        {composing.texting && (
          <TextingStrip texting={composing.texting} name={conversation.customer.name} onSend={composing.sendTemplate} />
        )}
        {conversation.status === 'closed' && <p className={classes.closed}>{t('composer.closed')}</p>}
        {letter ? (
          <Suspense fallback={<div className={classes.letterWait} aria-busy="true" />}>
            <LetterBox
              ref={area}
              work={letter}
              files={draft.files}
              customerName={conversation.customer.name}
              name={id}
              round={round}
              values={values}
              onPicture={(file) => change({ files: [...desk.writing.drafts.read(id, 'message').files, file] })}
              onFiles={composing.addFiles}
              onSend={() => send()}
              onBlur={composing.stopTyping}
              onBusy={composing.setLetterBusy}
            />
          </Suspense>
        ) : (
          <TextBox
            ref={area}
            text={draft.text}
            mentions={draft.mentions}
            values={values}
            label={
              isNote ? t('composer.notePlaceholder') : t('composer.placeholder', { name: conversation.customer.name })
            }
            signs={isNote ? ['/', '@'] : ['/']}
            enterSends={enterSends}
            onChange={composing.setText}
            onSend={() => send()}
            onBlur={composing.stopTyping}
            onFiles={composing.addFiles}
          />
        )}
        {composing.texting && <TextingLine texting={composing.texting} text={draft.text} />}
        <AttachmentList
          ready={letter ? draft.files.filter((file) => !inline.has(file.id)) : draft.files}
          attachments={attachments}
          onRemove={(file) => change({ files: draft.files.filter((each) => each.id !== file.id) })}
        />
        {hasChoices && (
          <Choices
            choices={draft.choices.length > 0 ? draft.choices : ['', '']}
            onChange={(choices) => {
              change({ choices });
              setWithChoices(choices.length > 0);
            }}
          />
        )}
        {unfilled && (
          <Unfilled
            unfilled={unfilled}
            onFill={() => {
              composing.fillIn();
              area.current?.focus();
            }}
            onSend={() => send({ ...unfilled.options, asItIs: true })}
          />
        )}
        {(problem || composing.excess > 0) && (
          <p role="alert" className={classes.problem}>
            {problem ?? t('composer.tooLong', { count: composing.excess })}
          </p>
        )}
        <div className={classes.tools}>
          <Tools
            isNote={isNote}
            hasChoices={hasChoices}
            canOffer={canOffer}
            onFiles={composing.addFiles}
            onInsert={(words) => area.current?.insert(words)}
            onMention={() => {
              focus('note');
              // The field of the other mode is there after this one.
              requestAnimationFrame(() => area.current?.insert('@'));
            }}
            onChoices={() => {
              change({ choices: [] });
              setWithChoices(!hasChoices);
            }}
          />
          <SendArea
            conversation={conversation}
            isNote={isNote}
            isLetter={letter !== null}
            isBlocked={composing.isBlocked}
            isSending={attachments.isSending}
            hasOutcomes={outcomes.length > 0}
            onSend={send}
          />
        </div>
        {zone.isOver && <div className={classes.drop}>{t('writing.drop', { count: limits.filesPerMessage })}</div>}
      </section>
    </div>
  );
}
