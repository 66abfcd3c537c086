/** A bounce is told at the message it is about, for each recipient it names. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { DeliveryCode } from '../../shared/model/letter.ts';
import type { ChannelContext, InboundReport } from '../channel.ts';
import type { Bounce, BouncedRecipient } from './bounce.ts';
import type { ParsedMail } from './model.ts';
import { readMessageId } from './tokens.ts';
import type { ArrivedMail } from './wire/model.ts';

/** Answers the conversation of ours that it is about; null when it is about nothing that we sent to whom it names. */
export async function takeBounce(
  bounce: Bounce,
  arrived: ArrivedMail,
  mail: ParsedMail,
  inbox: Inbox,
  ctx: Pick<ChannelContext, 'report' | 'secrets'>,
): Promise<{ conversationId: ConversationId | null } | null> {
  const secrets = await ctx.secrets(inbox.id);
  const own = bounce.originalIds.map((id) => readMessageId(id, secrets)).find((known) => known !== null) ?? null;
  const entryId = bounce.entryId ?? own?.entryId ?? null;
  if (entryId === null) return null;
  let isOurs = false;
  for (const recipient of bounce.recipients) {
    if (await ctx.report(reportOf(recipient, entryId, arrived, mail, inbox))) isOurs = true;
  }
  // It names nobody, or where the address forwards to: with our signed id at hand it is about the one whom we wrote to.
  if (!isOurs)
    isOurs = await ctx.report({ ...reportOf(unnamed(bounce), entryId, arrived, mail, inbox), recipient: null });
  return isOurs ? { conversationId: own?.conversationId ?? null } : null;
}

/** An address behind theirs that is gone is not held against theirs. */
function unnamed({ recipients: [first], outcome }: Bounce): BouncedRecipient {
  const none = { address: '', action: 'failed' as const, status: null, diagnostic: '' };
  return first ? { ...first, outcome: first.outcome === 'gone' ? 'policy' : first.outcome } : { ...none, outcome };
}

function reportOf(
  { address, outcome, status, diagnostic }: BouncedRecipient,
  entryId: EntryId,
  { at }: ArrivedMail,
  mail: ParsedMail,
  inbox: Inbox,
): InboundReport {
  return {
    type: 'report',
    inboxId: inbox.id,
    key: `${mail.dedupeKey}:${address}`,
    ...{ at, entryId, recipient: address },
    outcome: outcome === 'policy' ? 'refused' : outcome,
    code: codeOf(outcome, status),
    detail: diagnostic,
  };
}

function codeOf(outcome: BouncedRecipient['outcome'], status: string | null): DeliveryCode {
  if (outcome === 'gone') return 'no-such-address';
  if (outcome === 'policy') return 'refused-as-spam';
  // RFC 3463 §3.3: the mailbox is full
  return status?.endsWith('.2.2') ? 'mailbox-full' : 'not-now';
}
