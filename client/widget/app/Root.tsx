/** @jsxImportSource preact */
/** The widget's frame around its screens: which one is shown, where the focus goes, and Escape. */
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { useApp, useWidget } from './context.ts';
import { Later } from './parts/Later.tsx';
import { Strip } from './parts/Strip.tsx';
import { Home } from './screens/Home.tsx';
import { Messages } from './screens/Messages.tsx';
import { Thread } from './thread/Thread.tsx';

const loadForm = async () => (await import('./screens/Form.tsx')).Form;
const loadCall = async () => (await import('./call/parts.ts')).CallPanel;
const nothing = {};

/** `isPreview`: the page around it is what somebody works in, so that it never takes the focus from there. */
export function Root({ isPreview = false }: { isPreview?: boolean }) {
  const { host, visitor, store } = useApp();
  const screen = useWidget((state) => state.screen);
  const isOpen = useWidget((state) => state.isOpen);
  const isFull = useWidget((state) => state.isFull);
  const isCalling = useWidget((state) => state.isCalling);
  const hasBegun = useRef(false);

  useEffect(() => {
    const handleKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) host.post({ type: 'close' });
    };
    // The first touch is a person's: from now on a connection is worth its cost.
    const handleFirst = (): void => {
      if (hasBegun.current || !store.get().isOpen) return;
      hasBegun.current = true;
      void visitor.begin();
    };
    document.addEventListener('keydown', handleKey);
    document.addEventListener('pointerdown', handleFirst);
    return () => {
      document.removeEventListener('keydown', handleKey);
      document.removeEventListener('pointerdown', handleFirst);
    };
  }, [host, store, visitor]);

  const focusHeading = useCallback((): void => {
    if (!isOpen || isPreview) return;
    // A screen with a composer has put the focus there already.
    const active = document.activeElement;
    if (active !== null && active !== document.body) return;
    document.querySelector<HTMLElement>(`[data-screen=${screen.name}] h1`)?.focus({ preventScroll: true });
  }, [screen.name, isOpen, isPreview]);
  useEffect(focusHeading, [focusHeading]);

  return (
    <div class={isFull ? 'root root-full' : 'root'} data-screen={screen.name}>
      {screen.name === 'home' && <Home />}
      {screen.name === 'messages' && <Messages />}
      {screen.name === 'form' && (
        <Later key={screen.purpose} load={loadForm} props={{ purpose: screen.purpose, onShown: focusHeading }} />
      )}
      {screen.name === 'thread' && <Thread conversationId={screen.conversationId} />}
      {isCalling && !isPreview && <Later load={loadCall} props={nothing} />}
      <Strip />
    </div>
  );
}
