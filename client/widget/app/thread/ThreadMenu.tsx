/** @jsxImportSource preact */
/** What else can be done with a conversation: transcript, sound, and its end in two steps. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VisitorConversation } from '../../../../shared/model/conversation.ts';
import { useApp, useWidget } from '../context.ts';
import { Icon } from '../parts/Icon.tsx';
import { saveTranscript } from '../sync/files.ts';

export function ThreadMenu({ conversation }: { conversation: VisitorConversation }) {
  const { inboxId, visitor, words, store, keys } = useApp();
  const hasSound = useWidget((state) => state.hasSound);
  const [state, setState] = useState<'shut' | 'open' | 'sure'>('shut');
  const [hasFailed, setFailed] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const canEnd = conversation.status === 'waiting' || conversation.status === 'active';

  useEffect(() => {
    if (state === 'shut') return;
    box.current?.querySelector<HTMLElement>('.menu button')?.focus();
    const handleOutside = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setState('shut');
    };
    const handleKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      // Closes the menu and not the whole panel.
      event.preventDefault();
      setState('shut');
      button.current?.focus();
    };
    document.addEventListener('pointerdown', handleOutside);
    document.addEventListener('keydown', handleKey, true);
    return () => {
      document.removeEventListener('pointerdown', handleOutside);
      document.removeEventListener('keydown', handleKey, true);
    };
  }, [state]);

  function close() {
    setState('shut');
    button.current?.focus();
  }

  async function handleTranscript() {
    const token = visitor.token();
    const name = words.transcriptName(new Date(conversation.createdAt).toISOString().slice(0, 10));
    const isSaved = token !== null && (await saveTranscript(inboxId, token, conversation.id, name));
    setFailed(!isSaved);
    if (isSaved) close();
  }

  function handleSound() {
    keys.set('parley:sound', hasSound ? 'off' : 'on');
    store.set({ hasSound: !hasSound });
    close();
  }

  async function handleEnd() {
    const isEnded = await visitor.end(conversation.id);
    setFailed(!isEnded);
    if (isEnded) close();
  }

  return (
    <div class="menu-box" ref={box}>
      <button
        ref={button}
        type="button"
        class="tool"
        aria-label={words.menu}
        aria-expanded={state !== 'shut'}
        onClick={() => setState(state === 'shut' ? 'open' : 'shut')}
      >
        <Icon name="more" size={20} />
      </button>
      {state === 'open' && (
        <div class="menu">
          <button type="button" class="menu-item" onClick={handleTranscript}>
            {words.transcript}
          </button>
          <button type="button" class="menu-item" onClick={handleSound}>
            {hasSound ? words.soundOff : words.soundOn}
          </button>
          {canEnd && (
            <button type="button" class="menu-item danger" onClick={() => setState('sure')}>
              {words.endChat}
            </button>
          )}
          {hasFailed && <p class="field-error">{words.failed}</p>}
        </div>
      )}
      {state === 'sure' && (
        <div class="menu">
          <p class="menu-words">{words.endSure}</p>
          <button type="button" class="menu-item" onClick={close}>
            {words.endNo}
          </button>
          <button type="button" class="menu-item danger" onClick={handleEnd}>
            {words.endYes}
          </button>
          {hasFailed && <p class="field-error">{words.failed}</p>}
        </div>
      )}
    </div>
  );
}
