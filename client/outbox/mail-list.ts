/** The mails, newest first, as links: the address of the page says which one is open. */
import type { KeptMail } from '../../shared/model/kept-mail.ts';
import { element } from '../ui/element.ts';
import { fill, language, words } from './words.ts';

export function renderList(mails: readonly KeptMail[], open: string | null): Node {
  if (mails.length === 0) {
    return element('div', { class: 'empty' }, element('h3', {}, words.none), element('p', {}, words.noneHint));
  }
  return element('ul', {}, ...mails.map((mail) => element('li', {}, renderRow(mail, mail.fileId === open))));
}

function renderRow({ fileId, at, subject, to, conversationNumber }: KeptMail, isOpen: boolean): Node {
  const [first = '', ...others] = to;
  const rest = others.length > 0 ? ` ${fill(words.more, { count: others.length })}` : '';
  return element(
    'a',
    { href: `#${fileId}`, class: 'row', ...(isOpen && { 'aria-current': 'true' }) },
    element(
      'span',
      { class: 'line' },
      element('strong', { dir: 'auto' }, `${first}${rest}`),
      element('time', { datetime: new Date(at).toISOString() }, shortTime(at)),
    ),
    element(
      'span',
      { class: 'line' },
      element('span', { class: 'subject', dir: 'auto' }, subject || words.noSubject),
      conversationNumber === null ? null : element('span', { class: 'number' }, `#${conversationNumber}`),
    ),
  );
}

/** The time of today, the day of any other. */
function shortTime(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const style: Intl.DateTimeFormatOptions = isToday
    ? { hour: '2-digit', minute: '2-digit' }
    : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, style).format(at);
}
