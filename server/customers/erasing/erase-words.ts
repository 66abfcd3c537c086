/** What is left of what somebody wrote when it is erased: who of the team, when, and that something was there. Pure. */
import type { ConversationEvent } from '../../../shared/model/entry.ts';
import type { FileId } from '../../../shared/model/ids.ts';
import type { Entry } from '../../timeline/model.ts';

/** How whoever was erased is called; the end of the id keeps two of them apart. */
export const erasedName = (id: string): string => `Erased ${id.slice(-4)}`;

/** Its seq, kind, time and author within the team stay. Nothing of what was outside finds it again: neither key nor digest tells words. */
export function eraseEntry(entry: Entry): Entry {
  const { answers: _answers, clientId: _clientId, ...rest } = entry;
  const { author } = entry;
  return {
    ...rest,
    key: `erased:${entry.id}`,
    digest: 'erased',
    author: author.kind === 'customer' ? { ...author, name: erasedName(author.identityId) } : author,
    body: eraseBody(entry.body),
  };
}

function eraseBody(body: Entry['body']): Entry['body'] {
  switch (body.kind) {
    case 'message':
      return { kind: 'message', text: '', files: [], erased: true, ...(body.aside ? { aside: true } : null) };
    case 'note':
      return { kind: 'note', text: '', files: [], erased: true };
    case 'event':
      return { kind: 'event', event: eraseEvent(body.event) };
  }
}

/** What a call recorded is gone; everything else says what it said, without words and addresses. */
export function eraseEvent(event: ConversationEvent): ConversationEvent {
  if (event.type === 'call' && event.told.what === 'recorded') {
    return { ...event, told: { what: 'not-recorded', purpose: event.told.purpose } };
  }
  if (event.type === 'call' && event.told.what === 'transcribed') {
    return { ...event, told: { ...event.told, textId: null } };
  }
  return blank(event);
}

/** Files that came with it, and what was kept of a call. */
export function filesIn(body: Entry['body']): FileId[] {
  if (body.kind !== 'event') return body.files.map(({ id }) => id);
  const told = body.event.type === 'call' ? body.event.told : null;
  if (told?.what === 'recorded') return [told.file.id];
  return told?.what === 'transcribed' && told.textId ? [told.textId] : [];
}

/** Fields that hold what people wrote, or how they are reached, wherever they stand. */
const wordy = new Set(
  'text note comment email recipient number detail fromText customerName ours reply subject title'.split(' '),
);
/** Lists of such. */
const lists = new Set(['answers', 'recipients', 'files', 'form', 'intro', 'commands', 'deliveries', 'mentions']);
const NUMBER = /^\+?[\d\s()./-]{5,}$/;

/** The same shape without a word of it; what looks like a phone number goes wherever it stands. */
export function blank<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each) => blank(each)) as T;
  if (typeof value === 'string') return (NUMBER.test(value) ? '' : value) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    if (wordy.has(name) && typeof inner === 'string') return [name, ''];
    return [name, lists.has(name) && Array.isArray(inner) ? [] : blank(inner)];
  });
  return Object.fromEntries(entries) as T;
}
