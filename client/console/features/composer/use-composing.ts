/** Everything the composer does with the words: which mode, what may be sent, what stops it, and the sending. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../../shared/limits.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { FilledTemplate, TextFileRules } from '../../../../shared/model/texting.ts';
import type { Mention, WritingKind } from '../../../../shared/model/writing.ts';
import { fillVariables, splitVariables } from '../../../../shared/variables.ts';
import { usePreferences } from '../../app/shell-context.ts';
import { formatBytes } from '../../i18n/bytes.ts';
import type { AnswerKind } from '../../letters/answer.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { hasWords } from '../../sync/drafts.ts';
import type { Ending, PendingHold } from '../../sync/pending.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNoteOnly } from '../../sync/use-note-only.ts';
import { useAttachments } from './attachments.ts';
import { fetchFiles } from './letter/take-along.ts';
import { useLetter } from './letter/use-letter.ts';
import { keptMentions } from './marks.ts';
import { createTypist } from './typist.ts';
import { useDraft, useVariableValues } from './use-draft.ts';
import { useSeen } from './use-seen.ts';
import { useTexting } from './use-texting.ts';
import { useWay } from './use-way.ts';

export interface SendOptions {
  /** absent: as the agent's own setting says */
  hold?: PendingHold;
  close?: Ending;
  /** variables may stay in braces */
  asItIs?: boolean;
}

/** A send that was stopped because of variables without a value. */
export interface UnfilledSend {
  missing: readonly string[];
  /** some of them have a value and need only be filled in */
  canFill: boolean;
  options: SendOptions;
}

const readConnection = (state: DeskState) => state.connection.state;

export function useComposing(conversation: AgentConversation) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { id } = conversation;
  const { drafts } = desk.writing;
  const [{ undoSeconds }] = usePreferences();
  const isOffline = useDeskState(readConnection) !== 'online';
  const [chosen, setMode] = useState<WritingKind>(() =>
    hasWords(drafts.read(id, 'note')) && !hasWords(drafts.read(id, 'message')) ? 'note' : 'message',
  );
  const mode = useNoteOnly(conversation) ? 'note' : chosen;
  const [draft, change] = useDraft(id, mode);
  const values = useVariableValues(conversation);
  const way = useWay(conversation);
  // Another way than the conversation's own takes plain words.
  const letter = useLetter(conversation, mode === 'note' || way?.by !== undefined, draft, change);
  const texting = useTexting(id, mode === 'message' && letter === null && !way?.by);
  const [isLetterBusy, setLetterBusy] = useState(false);
  const readSeen = useSeen(id, mode === 'message' && draft.text !== '');
  const [problem, setProblem] = useState<string | null>(null);
  const [stopped, setStopped] = useState<SendOptions | null>(null);
  const attachments = useAttachments(draft.files, (file) =>
    change({ files: [...drafts.read(id, mode).files, file].slice(0, limits.filesPerMessage) }),
  );
  const [typist] = useState(() => createTypist((isTyping, as) => desk.setTyping(id, isTyping, as), Date.now));
  useEffect(() => () => typist.stop(), [typist]);

  const excess = letter ? 0 : draft.text.length - Math.min(limits.text, texting?.rules.longest ?? limits.text);
  const overweight = texting ? findOverweight(draft.files, texting.rules.files) : null;
  const isUnfinished = letter !== null && (letter.problem !== null || isLetterBusy);
  const isBlocked =
    !hasWords(draft) ||
    attachments.isSending ||
    excess > 0 ||
    isUnfinished ||
    overweight !== null ||
    (texting?.stop ?? null) !== null;
  const raw = splitVariables(draft.text, values).flatMap((piece) => (piece.kind === 'text' ? [] : [piece]));
  const unfilled: UnfilledSend | null =
    stopped && raw.length > 0
      ? {
          missing: [...new Set(raw.map((piece) => piece.raw))],
          canFill: raw.some((piece) => piece.kind === 'value'),
          options: stopped,
        }
      : null;

  return {
    mode,
    setMode(next: WritingKind) {
      if (next !== chosen) typist.stop();
      setMode(next);
    },
    draft,
    change,
    values,
    /** null: what is written here is no letter */
    letter: letter && {
      ...letter,
      write(words: string, text: string) {
        letter.write(words, text);
        typist.note(text !== '', mode);
      },
    },
    setLetterBusy,
    /** null: there is one way only */
    way: mode === 'message' ? way : null,
    /** Writes to whom that kind of answer goes; what is passed on takes its files along. */
    async answer(kind: AnswerKind, seq: number | null) {
      setMode('message');
      const entry = await letter?.answer(kind, seq);
      if (!entry || kind !== 'forward' || entry.body.files.length === 0) return;
      const files = await fetchFiles(entry.body.files);
      const isWhole = attachments.add(files) && files.length === entry.body.files.length;
      setProblem(isWhole ? null : t('letter.filesNotTaken'));
    },
    attachments,
    texting,
    problem: problem ?? (overweight && t('text.tooManyFiles', overweight)),
    unfilled,
    excess: Math.max(0, excess),
    isBlocked,
    /** whether what is here is safe, and where */
    stateWord: !hasWords(draft)
      ? ''
      : t(isOffline ? 'writing.draftHere' : draft.state === 'told' ? 'composer.draftSaved' : 'writing.draftSaving'),
    setText(text: string, mention?: Mention) {
      const mentions = mention ? [...draft.mentions, mention] : draft.mentions;
      change({ text, mentions: keptMentions(text, mentions) });
      typist.note(text !== '', mode);
    },
    stopTyping: typist.stop,
    fillIn: () => (letter ? letter.fillIn(values) : change({ text: fillVariables(draft.text, values).text })),
    /** What was written elsewhere comes after what is here. */
    useOther() {
      const { other } = draft;
      if (other !== undefined && letter) letter.append(other);
      else if (other !== undefined)
        change({ text: [draft.text, other].filter((text) => text.trim() !== '').join('\n\n') });
      drafts.dismissOther(id, mode);
    },
    dismissOther: () => drafts.dismissOther(id, mode),
    addFiles(files: ArrayLike<File> | null) {
      if (!files || files.length === 0) return;
      const limit = { count: limits.filesPerMessage, size: formatBytes(limits.fileBytes) };
      setProblem(attachments.add(Array.from(files)) ? null : t('writing.tooManyFiles', limit));
    },
    /** An approved text, which is no part of what is being written. */
    sendTemplate(template: FilledTemplate, text: string): void {
      desk.writing.send(id, {
        kind: 'message',
        text,
        files: [],
        mentions: [],
        choices: [],
        template,
        expects: readSeen(),
      });
    },
    /** true: it is on its way */
    send(options: SendOptions): boolean {
      if (isBlocked) return false;
      if (mode === 'message' && raw.length > 0 && !options.asItIs) {
        setStopped(options);
        return false;
      }
      const choices = draft.choices.map((choice) => choice.trim()).filter(Boolean);
      const undo: PendingHold | null = undoSeconds > 0 ? { hold: 'undo', seconds: undoSeconds } : null;
      desk.writing.send(id, {
        kind: mode,
        // What is passed on may speak for itself, but nothing is sent without a word.
        text: (draft.text.trim() || (letter?.letter.subject ?? '')).slice(0, limits.text),
        letter: letter?.letter,
        by: mode === 'message' ? way?.by : undefined,
        files: draft.files,
        mentions: mode === 'note' ? draft.mentions : [],
        choices: mode === 'message' && !letter && !way?.by ? choices : [],
        expects: mode === 'message' ? readSeen() : undefined,
        hold: mode === 'message' ? (options.hold ?? undo) : null,
        close: mode === 'message' ? options.close : null,
      });
      typist.stop();
      attachments.clear();
      setProblem(null);
      setStopped(null);
      return true;
    },
  };
}

/** What a text may carry, in words, where it is more than that. */
function findOverweight(
  files: readonly { size: number }[],
  { most, bytes }: TextFileRules,
): { count: number; size: string } | null {
  const sum = files.reduce((total, { size }) => total + size, 0);
  return files.length > most || sum > bytes ? { count: most, size: formatBytes(bytes) } : null;
}
