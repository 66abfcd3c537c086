/** A file that came with a message: what is known of it after its bytes were looked at. */
import { z } from 'zod';
import { type FileId, idSchema } from './ids.ts';

export const fileRefSchema = z.object({
  id: idSchema<FileId>(),
  name: z.string().max(255),
  /** media type found by looking at the bytes, never the one the sender claimed */
  type: z.string().max(127),
  /** bytes */
  size: z.number().int().nonnegative(),
  /** pixels; only for images that the browser may show inline */
  image: z.object({ width: z.number().int(), height: z.number().int() }).optional(),
});
export type FileRef = z.infer<typeof fileRefSchema>;
