/** The text field: grows with its words, marks what is special in them, and completes what is asked for by a sign. */
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Mention } from '../../../../shared/model/writing.ts';
import type { VariableValues } from '../../../../shared/variables.ts';
import { CompletionMenu } from './CompletionMenu.tsx';
import { findTrigger, type Trigger } from './completion.ts';
import { markText } from './marks.ts';
import classes from './text-box.module.css';
import { type Completion, useCompletions } from './use-completions.ts';

export interface TextBoxHandle {
  focus(): void;
  /** Puts words where the caret is, as if they were typed. */
  insert(words: string): void;
  /** Where files have a place within the words; else they are attached. */
  takeFiles?(files: FileList): void;
}

export interface TextBoxProps {
  ref: Ref<TextBoxHandle>;
  text: string;
  mentions: readonly Mention[];
  values: VariableValues;
  label: string;
  signs: readonly Trigger['sign'][];
  enterSends: boolean;
  onChange(text: string, mention?: Mention): void;
  onSend(): void;
  onBlur(): void;
  onFiles(files: FileList): void;
}

const LONGEST = 220;

export function TextBox(props: TextBoxProps) {
  const { ref, text, mentions, values, label, signs, enterSends, onChange, onSend, onBlur, onFiles } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const menuId = useId();
  const [caret, setCaret] = useState(0);
  const [isComposing, setComposing] = useState(false);
  const [isFocused, setFocused] = useState(false);
  /** where a menu was sent away; another sign opens it again */
  const [dismissed, setDismissed] = useState<number | null>(null);
  /** another question begins at its first answer */
  const [picked, setPicked] = useState({ query: '', at: 0 });

  const found = isComposing || !isFocused ? null : findTrigger(text, caret, signs);
  const trigger = found && found.start !== dismissed ? found : null;
  const completions = useCompletions(trigger, values);
  const isOpen = trigger !== null && completions.length > 0;
  const query = trigger ? `${trigger.sign}${trigger.query}` : '';
  const marked = picked.query === query ? Math.min(picked.at, completions.length - 1) : 0;
  const setActive = (at: number) => setPicked({ query, at });
  const stretches = useMemo(() => markText(text, mentions, values), [text, mentions, values]);

  // Written to the element because Firefox has no field-sizing yet.
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, LONGEST)}px`;
    if (mirror.current) mirror.current.scrollTop = element.scrollTop;
  });

  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    insert(words) {
      const element = area.current;
      if (element) replace(element, element.selectionStart, element.selectionEnd, words);
    },
  }));

  function complete(completion: Completion): void {
    const element = area.current;
    if (!trigger || !element) return;
    replace(element, trigger.start, trigger.end, completion.words);
    if (completion.mention) onChange(element.value, completion.mention);
  }

  function handleKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // While an input method is composing, its keys belong to it (keyCode 229 where isComposing is late).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (isOpen && handleMenuKey(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const isMod = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && !event.altKey && !event.shiftKey && (isMod || enterSends)) {
      event.preventDefault();
      onSend();
    } else if (event.key === 'Escape') area.current?.blur();
  }

  /** true when the key meant the menu */
  function handleMenuKey(key: string): boolean {
    const count = completions.length;
    switch (key) {
      case 'ArrowDown':
        setActive((marked + 1) % count);
        return true;
      case 'ArrowUp':
        setActive((marked + count - 1) % count);
        return true;
      case 'Enter':
      case 'Tab': {
        const completion = completions[marked];
        if (completion) complete(completion);
        return true;
      }
      case 'Escape':
        setDismissed(trigger?.start ?? null);
        return true;
      default:
        return false;
    }
  }

  function handlePaste(event: ClipboardEvent): void {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    onFiles(event.clipboardData.files);
  }

  return (
    <>
      {isOpen && (
        <CompletionMenu id={menuId} completions={completions} active={marked} onActive={setActive} onPick={complete} />
      )}
      <div className={classes.frame}>
        <div ref={mirror} className={classes.mirror} aria-hidden="true">
          {stretches.map((each) =>
            each.mark ? (
              <mark key={each.at} data-mark={each.mark}>
                {each.text}
              </mark>
            ) : (
              each.text
            ),
          )}
          {'​'}
        </div>
        <textarea
          ref={area}
          rows={1}
          className={classes.text}
          value={text}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={isOpen ? menuId : undefined}
          aria-activedescendant={isOpen ? `${menuId}-${marked}` : undefined}
          dir="auto"
          onChange={(event) => {
            setCaret(event.target.selectionStart);
            if (dismissed !== null && event.target.value[dismissed] === undefined) setDismissed(null);
            onChange(event.target.value);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onScroll={(event) => {
            if (mirror.current) mirror.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={(event) => {
            setComposing(false);
            setCaret(event.currentTarget.selectionStart);
          }}
          onKeyDown={handleKey}
          onPaste={handlePaste}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            onBlur();
          }}
        />
      </div>
    </>
  );
}

/** As typing does, so that the browser's own undo takes it back. */
function replace(element: HTMLTextAreaElement, start: number, end: number, words: string): void {
  element.focus();
  element.setSelectionRange(start, end);
  if (document.execCommand('insertText', false, words)) return;
  element.setRangeText(words, start, end, 'end');
  element.dispatchEvent(new InputEvent('input', { bubbles: true, data: words, inputType: 'insertText' }));
}
