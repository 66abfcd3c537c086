/** The outbox page: asks what was kept, again every other second while somebody looks, and shows the mail that the address names. */
import type { KeptMail } from '../../shared/model/kept-mail.ts';
import { element } from '../ui/element.ts';
import { renderList } from './mail-list.ts';
import { renderMail, sourceOf } from './mail-view.ts';
import { fill, language, type Words, words } from './words.ts';

const EVERY_MS = 2_000;

const at = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
let mails: readonly KeptMail[] = [];
/** what is on screen, so that nothing is drawn twice and nobody's reading place is lost */
let drawn = '';
let shown: string | null | undefined;
/** until the first answer nothing is called new */
let isFirst = true;

const opened = (): string | null => location.hash.slice(1) || null;

function follow(scheme: MediaQueryList) {
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme.matches ? 'dark' : 'light');
}

async function refresh() {
  const answer = await fetch('/api/outbox').catch(() => null);
  if (answer === null || !answer.ok) return tell(answer?.status ?? 0);
  const { mails: found } = (await answer.json()) as { mails: KeptMail[] };
  const known = new Set(mails.map(({ id }) => id));
  const fresh = isFirst ? undefined : found.find(({ id }) => !known.has(id));
  if (fresh) at('said').textContent = fill(words.fresh, { subject: fresh.subject || words.noSubject });
  isFirst = false;
  mails = found;
  draw();
}

function tell(status: number) {
  const text = status === 401 ? words.signIn : status === 403 ? words.forbidden : words.unreachable;
  if (drawn === text) return;
  drawn = text;
  const link = status === 0 ? null : element('a', { href: '/' }, words.toConsole);
  at('list').replaceChildren(element('div', { class: 'empty', role: 'alert' }, element('p', {}, text), link));
}

function draw() {
  const open = opened();
  document.body.classList.toggle('reading', open !== null);
  const state = JSON.stringify([open, mails]);
  if (state !== drawn) {
    drawn = state;
    // Whoever stands on a mail with the keyboard stays on it.
    const focused = document.activeElement?.closest('#list a')?.getAttribute('href');
    at('list').replaceChildren(renderList(mails, open));
    if (focused) focusRow(focused);
  }
  // With nothing to choose from the list says so, and nothing stands beside it.
  if (open !== shown && (open !== null || mails.length > 0)) void show(open);
}

function focusRow(href: string) {
  for (const link of document.querySelectorAll<HTMLElement>('#list a')) {
    if (link.getAttribute('href') === href) link.focus({ preventScroll: true });
  }
}

async function show(id: string | null) {
  shown = id;
  const pane = at('mail');
  if (id === null) return pane.replaceChildren(element('p', { class: 'choose' }, words.choose));
  const kept = mails.find(({ fileId }) => fileId === id);
  const answer = kept ? await fetch(sourceOf(kept)).catch(() => null) : null;
  if (shown !== id) return;
  if (!kept || !answer?.ok) {
    // Perhaps it has not been listed yet: the next answer decides.
    shown = null;
    return pane.replaceChildren(
      element('a', { href: '#', class: 'back' }, words.back),
      element('p', { class: 'choose' }, words.gone),
    );
  }
  const { readMail } = await import('./read-mail.ts');
  const mail = await readMail(await answer.arrayBuffer());
  if (shown !== id) return;
  pane.replaceChildren(...renderMail(kept, mail));
  pane.scrollTo({ top: 0 });
}

function begin() {
  document.documentElement.lang = language;
  document.title = `${words.title}, Parley`;
  for (const part of document.querySelectorAll<HTMLElement>('[data-word]')) {
    part.textContent = words[part.dataset.word as keyof Words];
  }
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  follow(scheme);
  scheme.addEventListener('change', () => follow(scheme));
  addEventListener('hashchange', draw);
  document.addEventListener('visibilitychange', () => void (document.hidden || refresh()));
  void (async () => {
    for (;;) {
      if (!document.hidden) await refresh();
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
}

begin();
