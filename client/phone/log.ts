/** Lists that grow: what is heard, texts, and webhooks with what was answered. */
import { element } from '../ui/element.ts';
import type { NetworkMessage, NetworkWebhook } from './network.ts';
import { fill, language, type Words, words } from './words.ts';

const MOST = 200;
const locale = language === 'en' ? 'en-GB' : language;
const time = (at: number): string =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

export function addCaption(list: HTMLElement, text: string, isSound: boolean): void {
  const [last] = [...list.children].slice(-1);
  // Music that begins anew is no news.
  if (isSound && last?.textContent === text) return;
  list.querySelector('.empty')?.remove();
  list.append(element('li', isSound ? { class: 'sound' } : { dir: 'auto' }, text));
  bound(list);
  list.scrollTop = list.scrollHeight;
}

/** As it is now; one that is there already changes its state. */
export function showMessage(list: HTMLElement, message: NetworkMessage, mine: string): void {
  const isOut = bare(message.from) === mine;
  const shown = element(
    'li',
    { class: isOut ? 'out' : 'in', 'data-sid': message.sid },
    element('p', { dir: 'auto' }, message.body),
    element(
      'span',
      { class: 'about' },
      [
        message.from.startsWith('whatsapp:') ? 'WhatsApp' : 'SMS',
        time(message.createdAt),
        ...(isOut && message.status in words ? [words[message.status as keyof Words]] : []),
      ].join(' · '),
    ),
  );
  const known = list.querySelector(`[data-sid="${CSS.escape(message.sid)}"]`);
  list.querySelector('.empty')?.remove();
  if (known) known.replaceWith(shown);
  else list.append(shown);
  bound(list);
  list.scrollTop = list.scrollHeight;
}

export const bare = (address: string): string => address.replace(/^whatsapp:/, '');

export function addWebhook(list: HTMLElement, webhook: NetworkWebhook): void {
  const { at, method, url, params, status, answer, ms } = webhook;
  const { pathname, search } = new URL(url);
  // What the network keeps itself, for when we do not answer.
  const name = pathname.startsWith('/bins/') ? 'kept' : (pathname.split('/').at(-1) ?? pathname);
  const about = params.CallStatus ?? params.StatusCallbackEvent ?? params.RecordingStatus ?? params.MessageStatus ?? '';
  const asked = words[`hook-${name}` as keyof Words] ?? name;
  const result = status === null ? words.unanswered : fill(words.answered, { status });
  const isBad = status === null || status >= 400;
  list.querySelector('.empty')?.remove();
  list.prepend(
    element(
      'li',
      isBad ? { class: 'bad' } : {},
      element(
        'details',
        {},
        element(
          'summary',
          {},
          element('strong', { title: name }, asked),
          element('span', {}, params.Digits ? `${about} ${params.Digits}` : about),
          element('span', { class: 'about' }, `${time(at)} · ${result} · ${ms} ms`),
        ),
        element('h4', {}, words.request),
        element(
          'pre',
          { tabindex: '0' },
          [`${method} ${pathname}${search}`, ...Object.entries(params).map(([key, value]) => `${key}: ${value}`)].join(
            '\n',
          ),
        ),
        element('h4', {}, words.answer),
        element('pre', { tabindex: '0' }, answer.replaceAll('><', '>\n<') || '–'),
      ),
    ),
  );
  bound(list, true);
}

export function addWarning(list: HTMLElement, code: number, text: string): void {
  list.prepend(element('li', { class: 'bad' }, element('strong', {}, fill(words.warning, { code })), ` ${text}`));
  bound(list, true);
}

export const empty = (list: HTMLElement, text: string): void =>
  list.replaceChildren(element('li', { class: 'empty' }, text));

function bound(list: HTMLElement, isNewestFirst = false): void {
  while (list.children.length > MOST) (isNewestFirst ? list.lastElementChild : list.firstElementChild)?.remove();
}
