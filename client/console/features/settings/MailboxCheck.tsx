/** A mailbox's account tried live. */
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { AccountCheck } from './AccountCheck.tsx';
import { findProblems, type MailboxDraft } from './mailbox-draft.ts';
import { type Check, toTried } from './mailbox-queries.ts';

export function MailboxCheck({ id, draft, check }: { id: Inbox['id'] | null; draft: MailboxDraft; check: Check }) {
  return (
    <AccountCheck check={check} isSound={findProblems(draft).size === 0} onRun={() => check.run(toTried(id, draft))} />
  );
}
