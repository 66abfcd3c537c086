/** Boots the chat exactly as any website would, and lets the shop's own buttons open it. */

type Parley = (command: string, options?: unknown) => void;

interface Queue extends Parley {
  q?: unknown[][];
}

/** The snippet every website pastes: commands wait in a queue until the loader is there. */
const holder = window as unknown as { parley?: Queue };
if (!holder.parley) {
  const queue: Queue = (...command) => {
    queue.q = [...(queue.q ?? []), command];
  };
  holder.parley = queue;
}

const inbox = document.querySelector<HTMLMetaElement>('meta[name="parley-inbox"]')?.content ?? '';
const language = new URLSearchParams(location.search).get('language') ?? 'en';
holder.parley('boot', { inbox, language, accent: '#1f6f5c' });

for (const button of document.querySelectorAll<HTMLElement>('[data-open-chat]')) {
  button.addEventListener('click', () => holder.parley?.('open'));
}
