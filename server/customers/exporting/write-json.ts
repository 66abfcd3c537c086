/** All that is known of a customer as JSON, piece by piece. Pure but for reading entries. */
import type { Taken } from './exports.ts';

export async function* writeJson({
  card,
  at,
  attributes,
  tags,
  history,
  visits,
  conversations,
  entries,
  pathOf,
}: Taken) {
  const iso = (time: number): string => new Date(time).toISOString();
  const named = Object.fromEntries(
    Object.entries(card.attributes).map(([id, value]) => [
      attributes.find((each) => each.id === id)?.name ?? id,
      value,
    ]),
  );
  const profile = {
    ...{ id: card.id, name: card.name, createdAt: iso(card.createdAt), identities: card.identities, attributes: named },
    tags: card.tagIds.map((id) => tags.find((tag) => tag.id === id)?.name ?? id),
    notes: card.notes.map(({ at: time, ...note }) => ({ ...note, at: iso(time) })),
    merges: card.merges,
  };
  const changes = history.map((change) => ({
    ...change,
    at: iso(change.at),
    field: attributes.find(({ id }) => id === change.field)?.name ?? change.field,
  }));
  const files = Object.fromEntries(pathOf);
  const head = { exportedAt: iso(at), profile, changes, visits, files };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "conversations": [`;
  for (const [index, conversation] of conversations.entries()) {
    const { id, number, channel, subject, status, createdAt, closedAt, form, context, rating, tagIds } = conversation;
    const about = {
      ...{ id, number, channel, subject, status, createdAt: iso(createdAt), closedAt: closedAt && iso(closedAt) },
      ...{ form, context, rating, tags: tagIds.map((tag) => tags.find((each) => each.id === tag)?.name ?? tag) },
    };
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(about, null, 2).slice(0, -2)},\n  "entries": [`;
    let isFirst = true;
    for await (const { id: entryId, seq, at: time, author, direction, body } of entries(id)) {
      yield `${isFirst ? '' : ','}\n${JSON.stringify({ id: entryId, seq, at: iso(time), author, direction, body })}`;
      isFirst = false;
    }
    yield ']}';
  }
  yield ']\n}\n';
}
