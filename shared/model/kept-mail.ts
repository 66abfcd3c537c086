/** Mail that was kept instead of sent, as the outbox page lists it. */
import type { FileId } from './ids.ts';

export interface KeptMail {
  /** of the sending */
  id: string;
  /** ms since 1970 */
  at: number;
  subject: string;
  to: string[];
  from: string;
  /** the whole mail as it would have gone out */
  fileId: FileId;
  conversationNumber: number | null;
}
