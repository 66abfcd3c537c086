/** Customers who are brought in from a CSV file: what is asked, and how far it has got. Times in ms since 1970. */
import { z } from 'zod';
import { countries } from './countries.ts';
import type { Id } from './ids.ts';

export type ImportId = Id<'import'>;

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'gb18030'] as const;
export type Encoding = (typeof encodings)[number];
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What happens to a customer who is known already: nothing, what the file says, or only what is missing. */
export const whenKnown = ['skip', 'update', 'fill'] as const;
export type WhenKnown = (typeof whenKnown)[number];

/** What a column may be beside an attribute's id, and `external:` with the id of the inbox that has its own numbers for customers. */
export const importFields = ['name', 'email', 'phone', 'tags'] as const;

export const importSettingsSchema = z.object({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  /** of each column what it is; null: left out */
  columns: z.array(z.string().max(60).nullable()).max(200),
  whenKnown: z.enum(whenKnown),
  /** of phone numbers without one */
  country: z.string().refine((code) => countries.includes(code), 'not a country'),
});
export type ImportSettings = z.output<typeof importSettingsSchema>;

/** `conflict`: its addresses belong to several customers. */
export const refusals = [
  'no-address',
  'email',
  'phone',
  'name',
  'value',
  'tag',
  'too-long',
  'unreadable',
  'conflict',
] as const;
export type Refusal = (typeof refusals)[number];

export interface RefusedRow {
  /** of the file, the heading is 1 */
  line: number;
  reason: Refusal;
  /** heading of the column that was wrong; empty for the whole row */
  column: string;
  value: string;
}

export interface ImportCounts {
  new: number;
  updated: number;
  same: number;
  conflict: number;
  refused: number;
}

/** `removed`: made by it and untouched since. `restored`: had fields given back. `kept`: somebody had changed what it wrote, or written to them. */
export interface UndoCounts {
  removed: number;
  restored: number;
  kept: number;
}

/** `checking` and `running` go on by themselves after a restart. `failed`: the file cannot be read as it is set. */
export type ImportState = 'draft' | 'checking' | 'checked' | 'running' | 'done' | 'undoing' | 'undone' | 'failed';

export interface CustomerImport {
  id: ImportId;
  fileName: string;
  bytes: number;
  byName: string;
  at: number;
  state: ImportState;
  settings: ImportSettings;
  headings: string[];
  /** the first rows */
  sample: string[][];
  /** rows read so far, of about so many in all (null: not counted yet) */
  done: number;
  total: number | null;
  counts: ImportCounts;
  undo: UndoCounts;
  /** the first of those that are refused */
  refused: RefusedRow[];
  /** of the file, where it cannot be read */
  failedAt: number | null;
}

export const noCounts: ImportCounts = { new: 0, updated: 0, same: 0, conflict: 0, refused: 0 };
export const noUndo: UndoCounts = { removed: 0, restored: 0, kept: 0 };
