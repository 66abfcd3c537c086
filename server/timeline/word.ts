/** Whether somebody wrote it to somebody: what counts, and what lists show. */
import type { AgentEntryBody, MessageBody } from '../../shared/model/entry.ts';

export function isWord(body: AgentEntryBody): body is MessageBody {
  return body.kind === 'message' && !body.aside;
}
