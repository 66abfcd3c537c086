/** What erasing a customer takes away, as it is said before it is done. */
import { z } from 'zod';

export interface ErasurePreview {
  name: string | null;
  /** what has to be typed: their name, or a word where they have none */
  typed: string;
  /** customers who were merged into this one */
  merged: number;
  addresses: number;
  conversations: number;
  /** of these, still open */
  open: number;
  files: number;
  notes: number;
  /** why they may not be erased; null: they may */
  hold: { byName: string; at: number; reason: string } | null;
  isUnderWay: boolean;
}

export const eraseSchema = z.object({ typed: z.string().min(1).max(200) });
/** null: they may be erased again. */
export const holdSchema = z.object({ reason: z.string().trim().min(1).max(300).nullable() });
