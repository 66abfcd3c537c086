/** What one row of a file says of a customer, or why it cannot be taken. Pure. */
import type { IdentityKind } from '../../../channels/channel.ts';
import { AppError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { Attribute, Tag } from '../../../shared/model/catalogue.ts';
import type { AttributeValue } from '../../../shared/model/customer.ts';
import type { AttributeId, InboxId, TagId } from '../../../shared/model/ids.ts';
import type { ImportSettings, Refusal } from '../../../shared/model/import.ts';
import { fold } from '../../../shared/search-text.ts';
import { normaliseEmail, normalisePhone } from './normalise-address.ts';
import { readValue } from './read-value.ts';

export interface Address {
  kind: IdentityKind;
  value: string;
  inboxId: InboxId | null;
}

export interface WantedCustomer {
  name: string | null;
  addresses: Address[];
  attributes: Map<AttributeId, AttributeValue>;
  tagIds: TagId[];
}

export type ReadRow =
  | { ok: true; wanted: WantedCustomer }
  | { ok: false; reason: Refusal; column: number; value: string };

export interface RowTerms {
  settings: Pick<ImportSettings, 'columns' | 'country'>;
  attributes: readonly Attribute[];
  tags: readonly Tag[];
}

class RefusedCell extends Error {
  constructor(readonly reason: Refusal) {
    super(reason);
  }
}

const EXTERNAL = 'external:';
const LONGEST_EXTERNAL = 200;

export function readRow(cells: readonly string[], { settings, attributes, tags }: RowTerms): ReadRow {
  const wanted: WantedCustomer = { name: null, addresses: [], attributes: new Map(), tagIds: [] };
  for (const [column, meaning] of settings.columns.entries()) {
    const cell = plain(cells[column] ?? '');
    if (meaning === null || cell === '') continue;
    try {
      readCell(wanted, meaning, cell, { settings, attributes, tags });
    } catch (error) {
      if (error instanceof RefusedCell) return { ok: false, reason: error.reason, column, value: cell };
      if (error instanceof AppError) return { ok: false, reason: 'value', column, value: cell };
      throw error;
    }
  }
  if (wanted.addresses.length === 0) return { ok: false, reason: 'no-address', column: -1, value: '' };
  return { ok: true, wanted };
}

function readCell(wanted: WantedCustomer, meaning: string, cell: string, { settings, attributes, tags }: RowTerms) {
  if (cell.includes('\uFFFD')) throw new RefusedCell('unreadable');
  if (meaning === 'name') {
    const name = cell.replace(/\s+/g, ' ');
    if (name.length > limits.name) throw new RefusedCell('name');
    wanted.name = name;
  } else if (meaning === 'email' || meaning === 'phone') {
    for (const one of cell.split(meaning === 'email' ? /[;,\s]+/ : /[;,/]+|\n/).filter((each) => each.trim() !== '')) {
      const value = meaning === 'email' ? normaliseEmail(one) : normalisePhone(one, settings.country);
      if (value === null) throw new RefusedCell(meaning);
      add(wanted, { kind: meaning, value, inboxId: null });
    }
  } else if (meaning.startsWith(EXTERNAL)) {
    if (cell.length > LONGEST_EXTERNAL) throw new RefusedCell('too-long');
    const inboxId = meaning.slice(EXTERNAL.length) as InboxId;
    add(wanted, { kind: 'external', value: `${inboxId}:${cell}`, inboxId });
  } else if (meaning === 'tags') {
    for (const name of cell.split(/[;,|、，]+/).filter((each) => each.trim() !== '')) {
      const tag = tags.find((each) => !each.archived && fold(each.name) === fold(name.trim()));
      if (!tag) throw new RefusedCell('tag');
      if (!wanted.tagIds.includes(tag.id)) wanted.tagIds.push(tag.id);
    }
  } else {
    const attribute = attributes.find(({ id, archived }) => String(id) === meaning && !archived);
    if (!attribute) return;
    if (cell.length > limits.attributeText) throw new RefusedCell('too-long');
    wanted.attributes.set(attribute.id, readValue(attribute, cell));
  }
}

function add({ addresses }: WantedCustomer, address: Address): void {
  if (!addresses.some(({ kind, value }) => kind === address.kind && value === address.value)) addresses.push(address);
}

/** As whoever exported it meant it: the apostrophe keeps a spreadsheet from taking it for a formula. */
function plain(cell: string): string {
  const text = cell.toWellFormed().trim();
  return /^'\s*[=+\-@＝＋－＠]/.test(text) ? text.slice(1) : text;
}
