/** @jsxImportSource preact */
/** The bar on top of every screen but home: back, what this is, and on phones the way out. */
import type { ComponentChildren } from 'preact';
import { useApp, useWidget } from '../context.ts';
import { Icon } from './Icon.tsx';

interface HeaderProps {
  title: string;
  /** a line below the title */
  children?: ComponentChildren;
  face?: ComponentChildren;
  tools?: ComponentChildren;
}

export function Header({ title, children, face, tools }: HeaderProps) {
  const { store, words } = useApp();
  return (
    <header class="header">
      <button
        type="button"
        class="tool"
        aria-label={words.back}
        onClick={() => store.set({ screen: { name: 'home' } })}
      >
        <Icon name="back" />
      </button>
      {face}
      <div class="header-text">
        <h1 class="header-title" dir="auto" tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
      {tools}
      <CloseButton />
    </header>
  );
}

/** On a phone the launcher is hidden behind the open panel, so the panel has its own way out. */
export function CloseButton() {
  const { host, words } = useApp();
  const isFull = useWidget((state) => state.isFull);
  if (!isFull) return null;
  return (
    <button type="button" class="tool" aria-label={words.close} onClick={() => host.post({ type: 'close' })}>
      <Icon name="close" size={20} />
    </button>
  );
}
