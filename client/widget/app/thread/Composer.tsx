/** @jsxImportSource preact */
/** Where the visitor writes: grows with the text, sends on Enter, takes files by button, paste and drop. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../../shared/limits.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useApp, useWidget } from '../context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Later } from '../parts/Later.tsx';
import { PrivacyLine } from '../parts/PrivacyLine.tsx';
import { useAttachments } from './use-attachments.ts';

const loadTray = async () => (await import('./Tray.tsx')).Tray;

interface ComposerProps {
  conversationId: ConversationId | null;
  isWaiting: boolean;
  onSend(text: string, files: FileRef[]): void;
}

export function Composer({ conversationId, isWaiting, onSend }: ComposerProps) {
  const { inboxId, keys, visitor, words } = useApp();
  const draftKey = `parley:${inboxId}:draft:${conversationId ?? 'new'}`;
  const [text, setText] = useState(() => keys.get(draftKey) ?? '');
  const [isOver, setOver] = useState(false);
  const attachments = useAttachments();
  const isOpen = useWidget((state) => state.isOpen);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const over = text.length - limits.text;
  const canSend = over <= 0 && attachments.isReady && (text.trim() !== '' || attachments.list.length > 0);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    if (text !== '') element.style.height = `${Math.min(element.scrollHeight, 140)}px`;
  }, [text]);
  useEffect(() => {
    // On a phone focus would pull the keyboard up before the thread has been seen.
    if (isOpen && matchMedia('(pointer: fine)').matches) area.current?.focus();
  }, [isOpen]);

  function handleText(next: string) {
    setText(next);
    if (next === '') keys.remove(draftKey);
    else keys.set(draftKey, next);
    if (conversationId) visitor.setTyping(conversationId, next);
  }

  function send() {
    if (!canSend) return;
    onSend(text.trim(), attachments.take());
    handleText('');
    area.current?.focus();
  }

  function handleKey(event: KeyboardEvent) {
    // While an input method composes, Enter picks a word (keyCode 229 is Safari's way to say so).
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  function handlePaste(event: ClipboardEvent) {
    const files = event.clipboardData?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    attachments.add(files);
  }

  return (
    <form
      class={isOver ? 'composer composer-over' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        attachments.add(event.dataTransfer?.files ?? []);
      }}
    >
      {attachments.list.length > 0 && <Later load={loadTray} props={{ attachments }} />}
      <div class="composer-box">
        <button type="button" class="tool" aria-label={words.attach} onClick={() => picker.current?.click()}>
          <Icon name="clip" size={20} />
        </button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            attachments.add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
        <textarea
          ref={area}
          class="composer-text"
          rows={1}
          dir="auto"
          value={text}
          aria-label={words.write}
          placeholder={isOver ? words.dropHere : isWaiting ? words.writeWaiting : words.write}
          enterkeyhint="send"
          onInput={(event) => handleText(event.currentTarget.value)}
          onKeyDown={handleKey}
          onPaste={handlePaste}
        />
        <button type="submit" class="send" aria-label={words.send} disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
      {over > 0 && (
        <p class="field-error" role="alert">
          {words.tooLong(over)}
        </p>
      )}
      <PrivacyLine isLive />
    </form>
  );
}
