/** One mail: who, what, and its body as it looks, as text, or as the headers it would have travelled with. */
import type { KeptMail } from '../../shared/model/kept-mail.ts';
import { element } from '../ui/element.ts';
import type { ReadMail } from './read-mail.ts';
import { language, words } from './words.ts';

type View = 'html' | 'text' | 'headers';

export function renderMail(kept: KeptMail, mail: ReadMail): Node[] {
  const body = element('div', { class: 'body' });
  const views: View[] = mail.page === null ? ['text', 'headers'] : ['html', 'text', 'headers'];
  const buttons = views.map((view) => {
    const button = element('button', { type: 'button' }, words[view]);
    button.addEventListener('click', () => show(view));
    return button;
  });
  function show(view: View) {
    for (const [at, button] of buttons.entries()) button.setAttribute('aria-pressed', String(views[at] === view));
    body.replaceChildren(renderBody(mail, view));
  }
  show(views[0] ?? 'text');

  const facts: [string, string][] = [
    [words.from, mail.from],
    [words.to, mail.to.join(', ')],
    [words.cc, mail.cc.join(', ')],
    [words.date, longTime(kept.at)],
    [words.conversation, kept.conversationNumber === null ? '' : `#${kept.conversationNumber}`],
  ];
  return [
    element('a', { href: '#', class: 'back' }, words.back),
    element('h2', { dir: 'auto' }, mail.subject || words.noSubject),
    element(
      'dl',
      { class: 'facts' },
      ...facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', { dir: 'auto' }, value))),
    ),
    ...renderAttachments(mail),
    element(
      'div',
      { class: 'tools' },
      element('div', { class: 'switch', role: 'group', 'aria-label': words.view }, ...buttons),
      element('a', { href: sourceOf(kept), download: `${kept.fileId}.eml` }, words.source),
    ),
    body,
  ];
}

export const sourceOf = ({ fileId }: KeptMail): string => `/api/outbox/${fileId}/source`;

function renderBody(mail: ReadMail, view: View): Node {
  switch (view) {
    case 'html':
      // Neither scripts nor an origin: a mail is a stranger's page, even when we wrote it.
      return element('iframe', {
        ...{ sandbox: 'allow-popups allow-popups-to-escape-sandbox', title: words.frame, srcdoc: mail.page ?? '' },
      });
    case 'text':
      return element('pre', { dir: 'auto', tabindex: '0' }, mail.text);
    case 'headers':
      return element('pre', { tabindex: '0' }, mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n'));
  }
}

function renderAttachments({ attachments }: ReadMail): Node[] {
  if (attachments.length === 0) return [];
  const links = attachments.map(({ name, bytes }) => {
    // Always a download of plain bytes: nothing of it is opened here.
    const href = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    return element('li', {}, element('a', { href, download: name }, name), ` ${sizeOf(bytes.byteLength)}`);
  });
  return [element('ul', { class: 'files', 'aria-label': words.attachments }, ...links)];
}

const sizeOf = (bytes: number): string =>
  bytes < 1_024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1_024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;

const longTime = (at: number): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'full', timeStyle: 'short' }).format(at);
