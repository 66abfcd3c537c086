/** What a page says beside its sound, over a data channel of its connection: keys it pressed, and that it goes. */
import { z } from 'zod';

const wordSchema = z.union([
  z.object({ keys: z.string().regex(/^[0-9A-D*#w,]{1,32}$/) }),
  z.object({ bye: z.literal(true) }),
]);

/** null: nothing we understand */
export function readWord(text: string): z.infer<typeof wordSchema> | null {
  try {
    return wordSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
