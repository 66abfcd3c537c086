/** The letter that is being written in a conversation: what stands in it until somebody changes it, and every change. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskInbox } from '../../../../../shared/events.ts';
import { hasForwarded, joinLetter, type LetterParts, splitLetter } from '../../../../../shared/letter-parts.ts';
import { limits } from '../../../../../shared/limits.ts';
import type { AgentConversation } from '../../../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import type { FileRef } from '../../../../../shared/model/file.ts';
import type { Address, LetterDraft } from '../../../../../shared/model/letter.ts';
import { fillVariables, type VariableValues } from '../../../../../shared/variables.ts';
import { readFileText, useFileText } from '../../../http/file-text.ts';
import { useTimes } from '../../../i18n/times.ts';
import { isAddress, isSameMailbox, withoutRepeats } from '../../../letters/addresses.ts';
import { type AnswerKind, answerTo } from '../../../letters/answer.ts';
import { escapeHtml } from '../../../letters/escape-html.ts';
import { readForQuote } from '../../../letters/frame-document.ts';
import { findInline, textToHtml, wrapSignature } from '../../../letters/letter-html.ts';
import { quoteLetter } from '../../../letters/quote.ts';
import { useLetterInbox, useOwnAddresses } from '../../../letters/use-letter-inbox.ts';
import type { DeskState } from '../../../sync/desk-state.ts';
import type { LocalDraft, Words } from '../../../sync/drafts.ts';
import { useDesk, useDeskState } from '../../../sync/use-desk.ts';
import { findAnswered, findPeople, type LetterEntry } from './find-answered.ts';

export type LetterProblem = 'no-recipient' | 'no-address' | 'too-many' | 'too-long';

export interface LetterWork {
  inbox: DeskInbox;
  letter: LetterDraft;
  parts: LetterParts;
  kind: AnswerKind;
  /** who may be written to */
  known: readonly Address[];
  /** why it cannot be sent as it is */
  problem: LetterProblem | null;
  /** Writes to whom that kind of answer goes; the words stay. Answers the letter that is answered. */
  answer(kind: AnswerKind, seq: number | null): Promise<LetterEntry | null>;
  edit(part: Partial<Omit<LetterDraft, 'html'>>): void;
  /** The words as the editor has them, and as plain text. */
  write(words: string, text: string): void;
  setPart(part: Partial<Pick<LetterParts, 'signature' | 'quote'>>): void;
  /** what stands below by itself */
  signature: string;
  /** Puts text after the words. */
  append(text: string): void;
  fillIn(values: VariableValues): void;
}

const nothing: readonly AgentEntry[] = [];
const readName = (state: DeskState) => state.me?.name ?? '';

/** null where messages are no letters */
export function useLetter(
  conversation: AgentConversation,
  isNote: boolean,
  draft: LocalDraft,
  change: (part: Partial<Words>) => void,
): LetterWork | null {
  const { t } = useTranslation();
  const times = useTimes();
  const { drafts } = useDesk().writing;
  const { id, customer } = conversation;
  const inbox = useLetterInbox(conversation.inboxId);
  const own = useOwnAddresses();
  const agentName = useDeskState(readName);
  const entries = useDeskState(useCallback((state: DeskState) => readEntries(state, id), [id]));
  const card = useDeskState(useCallback((state: DeskState) => readCard(state, id), [id]));
  const answered = useMemo(() => findAnswered(entries, null), [entries]);
  const isWanted = inbox !== null && !isNote && draft.letter === undefined;
  const quoted = useFileText(isWanted ? (answered?.body.letter.html ?? null) : null).data;

  const signature = wrapSignature([agentName, inbox?.signature ?? ''].filter((line) => line.trim() !== '').join('\n'));
  const begin = useCallback(
    (
      kind: AnswerKind,
      entry: LetterEntry | null,
      html: string | null,
    ): Omit<LetterDraft, 'html'> & { quote: string } => {
      if (!entry) {
        const to = customer.email ? [{ name: customer.name, address: customer.email.value }] : [];
        return { subject: '', to, cc: [], bcc: [], quote: '' };
      }
      const { letter, text } = entry.body;
      const isOurs = entry.author.kind !== 'customer';
      const designed = html === null ? null : readForQuote(html);
      const quote = quoteLetter(kind, { entry, letter, text, html: designed }, t, times);
      return { ...answerTo(kind, { letter, isOurs }, own), quote };
    },
    [customer, own, t, times],
  );
  const start = useMemo((): LetterDraft => {
    const { quote, ...head } = begin('reply', answered, quoted ?? null);
    return { ...head, html: joinLetter({ words: '', signature, quote }) };
  }, [begin, answered, quoted, signature]);
  const known = useMemo(() => {
    const theirs = [
      customer.email?.value,
      ...(card?.identities.map(({ kind, value }) => kind === 'email' && value) ?? []),
    ];
    const people = [
      ...findPeople(entries),
      ...theirs.flatMap((address) => (address ? [{ name: customer.name, address }] : [])),
    ];
    return withoutRepeats(people).filter(({ address }) => !own.some((one) => isSameMailbox(one, address)));
  }, [entries, own, customer, card]);

  if (inbox === null || isNote) return null;
  // Words that were written before it was known to be a letter become its first.
  const letter = draft.letter ?? (draft.text === '' ? start : { ...start, html: textToHtml(draft.text) + start.html });
  const parts = splitLetter(letter.html);

  /** As it stands at that moment: what was waited for comes later than what was typed meanwhile. */
  function put(head: Partial<Omit<LetterDraft, 'html'>>, next: Partial<LetterParts> = {}, text?: string): void {
    const before = drafts.read(id, 'message');
    const base = before.letter ?? letter;
    const html = joinLetter({ ...splitLetter(base.html), ...next });
    const files = keepFiles(before.files, base.html, html);
    change({ text: (text ?? before.text).slice(0, limits.text), letter: { ...base, ...head, html }, files });
  }

  return {
    ...{ inbox, letter, parts, known, signature },
    kind: hasForwarded(letter.html) ? 'forward' : letter.cc.length > 0 ? 'reply-all' : 'reply',
    problem: findProblem(letter),
    async answer(kind, seq) {
      const entry = findAnswered(entries, seq);
      const file = entry?.body.letter.html ?? null;
      const html = file === null ? null : await readFileText(file).catch(() => null);
      const { quote, ...head } = begin(kind, entry, html);
      put(head, { quote });
      return entry;
    },
    edit: (part) => put(part),
    write: (words, text) => put({}, { words }, text),
    setPart: (part) => put({}, part),
    append: (text) => put({}, { words: parts.words + textToHtml(text) }, [draft.text, text].join('\n')),
    fillIn(values) {
      const written = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, escapeHtml(value)]),
      ) as VariableValues;
      put({}, { words: fillVariables(parts.words, written).text }, fillVariables(draft.text, values).text);
    },
  };
}

function findProblem({ to, cc, bcc, html }: LetterDraft): LetterProblem | null {
  const all = [...to, ...cc, ...bcc];
  if (to.length === 0) return 'no-recipient';
  if (!all.every(({ address }) => isAddress(address))) return 'no-address';
  if (all.length > limits.recipients) return 'too-many';
  return html.length > limits.letterHtml ? 'too-long' : null;
}

/** A picture that was taken out of the words goes from the files too. */
function keepFiles(files: readonly FileRef[], before: string, after: string): FileRef[] {
  const still = new Set(findInline(after));
  const gone = new Set(findInline(before).filter((id) => !still.has(id)));
  return files.filter((file) => !gone.has(file.id));
}

function readCard({ customers }: DeskState, id: AgentConversation['id']) {
  const known = customers.of[id];
  return known && customers.cards[known.customerId];
}

function readEntries(state: DeskState, id: AgentConversation['id']): readonly AgentEntry[] {
  const slot = state.threads[id];
  return slot?.status === 'open' ? slot.thread.entries : nothing;
}
