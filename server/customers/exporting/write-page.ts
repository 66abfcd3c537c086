/** All that is known of a customer as one page to read: no script, nothing from elsewhere, and a stranger's words are only ever text. */
import type { ConversationEvent } from '../../../shared/model/entry.ts';
import type { FileRef } from '../../../shared/model/file.ts';
import type { Entry } from '../../timeline/model.ts';
import type { Taken } from './exports.ts';

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const toHtml = (text: unknown): string => String(text ?? '').replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const style = `:root{color-scheme:light dark;--bg:#f7f7f4;--card:#fff;--t1:#1d1d1b;--t2:#55554f;--line:#e6e6e0;--ours:#eceffe;--note:#fff9e5}
@media(prefers-color-scheme:dark){:root{--bg:#151514;--card:#1b1b1a;--t1:#ececE8;--t2:#b6b6af;--line:#2b2b29;--ours:#242a47;--note:#2a2514}}
body{margin:0;background:var(--bg);color:var(--t1);font:15px/1.5 Inter,"PingFang SC","Noto Sans SC",system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:32px 20px 80px}h1{font-size:28px;line-height:36px;margin:0}h2{font-size:18px;margin:40px 0 12px}
p{margin:0 0 8px}.quiet,dt,time{color:var(--t2);font-size:13px}dl{display:grid;grid-template-columns:180px 1fr;gap:6px 16px;margin:0}dd{margin:0;overflow-wrap:anywhere}
section.talk,.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin:0 0 16px}
.entry{padding:10px 12px;border-radius:10px;margin:8px 0;border:1px solid var(--line);overflow-wrap:anywhere;white-space:pre-wrap}
.ours{background:var(--ours)}.note{background:var(--note)}.event{border:0;padding:2px 12px;color:var(--t2);font-size:13px}
.by{display:flex;gap:8px;justify-content:space-between;font-size:13px;font-weight:600;white-space:normal}
table{width:100%;border-collapse:collapse;font-size:13px}td,th{text-align:left;padding:6px 8px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
@media(max-width:560px){dl{grid-template-columns:1fr}dd{margin-bottom:8px}}@media print{body{background:#fff}}`;

export async function* writePage(taken: Taken): AsyncGenerator<string> {
  const { card, at, attributes, tags, history, visits, conversations, entries } = taken;
  const nameOf = (id: string): string => attributes.find((each) => String(each.id) === id)?.name ?? id;
  const title = toHtml(card.name ?? 'Customer');
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title><style>${style}</style></head><body><main>
<h1>${title}</h1><p class="quiet">Everything that is kept about this customer, ${time(at)}. Known since ${time(card.createdAt)}.</p>`;
  yield '<h2>Profile</h2><div class="card"><dl>';
  for (const { kind, value, verified } of card.identities) {
    if (value !== '') yield row(kind, `${value}${verified ? ' (verified)' : ''}`);
  }
  for (const [id, value] of Object.entries(card.attributes)) yield row(nameOf(id), String(value));
  const tagged = card.tagIds.map((id) => tags.find((tag) => tag.id === id)?.name ?? id).join(', ');
  if (tagged !== '') yield row('tags', tagged);
  yield '</dl></div>';
  if (card.notes.length > 0) yield '<h2>Notes</h2>';
  for (const { byName, at: when, text } of card.notes) yield entryOf('note', byName, when, toHtml(text));
  if (history.length > 0) {
    yield '<h2>Changes</h2><div class="card"><table><tr><th>When</th><th>Who</th><th>What</th><th>Before</th><th>After</th></tr>';
    for (const { at: when, byName, field, before, after } of history) {
      yield `<tr>${[time(when), byName, nameOf(field), before, after].map((cell) => `<td>${toHtml(cell)}</td>`).join('')}</tr>`;
    }
    yield '</table></div>';
  }
  if (visits.length > 0) {
    yield '<h2>Pages visited</h2><div class="card"><table>';
    for (const { at: when, title: page, url } of visits) {
      yield `<tr><td>${time(when)}</td><td>${toHtml(page)}</td><td>${toHtml(url)}</td></tr>`;
    }
    yield '</table></div>';
  }
  yield `<h2>Conversations (${conversations.length})</h2>`;
  for (const { id, number, channel, subject, createdAt, form, rating } of conversations) {
    const about = [`#${number}`, channel, ...(subject ? [subject] : [])].map(toHtml).join(' · ');
    yield `<section class="talk"><p><strong>${about}</strong> <time>${time(createdAt)}</time></p>`;
    if (form.length > 0) yield `<dl>${form.map(({ label, value }) => row(label, value)).join('')}</dl>`;
    for await (const entry of entries(id)) yield show(entry, taken);
    if (rating) yield `<p class="quiet">Rated ${rating.score} of 5. ${toHtml(rating.comment)}</p>`;
    yield '</section>';
  }
  yield '</main></body></html>\n';
}

const row = (term: string, value: string): string => `<dt>${toHtml(term)}</dt><dd>${toHtml(value)}</dd>`;

function entryOf(kind: string, by: string, at: number, inner: string): string {
  return `<div class="entry ${kind}"><div class="by"><span>${toHtml(by)}</span><time>${time(at)}</time></div>${inner}</div>`;
}

function show({ author, body, at }: Entry, taken: Taken): string {
  const by = author.kind === 'system' ? 'System' : author.name;
  switch (body.kind) {
    case 'message': {
      const subject = body.letter?.subject ? `<strong>${toHtml(body.letter.subject)}</strong>\n` : '';
      const source = body.letter?.source ? taken.pathOf.get(body.letter.source) : undefined;
      const raw = source === undefined ? '' : link(source, 'The whole mail');
      const words = body.erased ? '(erased)' : toHtml(body.text);
      const inner = `${subject}${words}${filesOf(body.files, taken)}${raw}`;
      return entryOf(author.kind === 'agent' ? 'ours' : 'theirs', by, at, inner);
    }
    case 'note':
      return body.deleted ? '' : entryOf('note', by, at, `${toHtml(body.text)}${filesOf(body.files, taken)}`);
    case 'event':
      return `<div class="entry event">${time(at)} · ${toHtml(tell(body.event))}${recordingOf(body.event, taken)}</div>`;
  }
}

const link = (path: string, name: string): string => `\n<a href="${toHtml(encodeURI(path))}">${toHtml(name)}</a>`;
const filesOf = (files: readonly FileRef[], { pathOf }: Taken): string =>
  files.map(({ id, name }) => link(pathOf.get(id) ?? '', name)).join('');

function recordingOf(event: ConversationEvent, { pathOf }: Taken): string {
  if (event.type !== 'call' || event.told.what !== 'recorded') return '';
  return link(pathOf.get(event.told.file.id) ?? '', event.told.file.name);
}

/** The event by its own names: readable without a dictionary, and complete. */
function tell(event: ConversationEvent): string {
  const { type, ...rest } = event;
  const facts = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === 'object' || /id$/i.test(name) ? [] : [`${name}: ${String(value)}`],
  );
  const what = event.type === 'call' ? `call ${event.told.what}` : type;
  return [what.replaceAll('-', ' '), ...facts].join(', ');
}
