/** What may be written to a customer now, where their channel has rules for it: whoever asked for no more is written to by nobody. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { IdentityId, InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import {
  type FilledTemplate,
  fillTemplate,
  type MessageTemplate,
  type Texting,
  type TextRefusal,
  variablesOf,
} from '../../shared/model/texting.ts';
import { addressOf } from '../customers/address-of.ts';
import type { Clock } from '../lib/clock.ts';
import type { CustomerStore } from '../store/customers.ts';

export interface TextDraft {
  text: string;
  files: readonly Pick<FileRef, 'size'>[];
  template?: FilledTemplate;
}

/** Whom it goes to, and by which end of ours. */
export interface TextWay {
  identityId: IdentityId;
  inboxId: InboxId;
}

export interface TextingGuard {
  /** null: the channel has no such rules */
  of(way: TextWay): Promise<Texting | null>;
  /** Why it is not sent, and the words that a template makes. */
  judge(way: TextWay, draft: TextDraft): Promise<{ refusal: TextRefusal } | { text: string }>;
  /** As `judge`. @throws AppError `invalid`, with the reason in `fields.text` */
  check(way: TextWay, draft: TextDraft): Promise<string>;
}

interface Deps {
  channels: ReadonlyMap<string, Pick<Channel, 'texts'>>;
  directory: { inbox(id: InboxId): Promise<Inbox | null> };
  customers: Pick<CustomerStore, 'identity'>;
  clock: Clock;
}

export function createTexting({ channels, directory, customers, clock }: Deps): TextingGuard {
  async function of({ identityId, inboxId }: TextWay): Promise<Texting | null> {
    const inbox = await directory.inbox(inboxId);
    const texts = channels.get(inbox?.channel ?? '')?.texts;
    const identity = inbox && texts ? await customers.identity(identityId) : null;
    const rules = inbox && identity ? texts?.rulesOf(inbox, { ...identity, value: addressOf(identity) }) : null;
    if (!identity || !rules) return null;
    const { windowMs, ...rest } = rules;
    const known = identity.texting?.[inboxId];
    const freeUntil = windowMs === null ? null : (known?.wroteAt ?? -windowMs) + windowMs;
    return { ...rest, optedOutAt: known?.optedOutAt ?? null, freeUntil };
  }

  async function judge(way: TextWay, draft: TextDraft): Promise<{ refusal: TextRefusal } | { text: string }> {
    const texting = await of(way);
    if (texting === null) return draft.template ? { refusal: 'template' } : { text: draft.text };
    return judgeText(texting, draft, clock.now());
  }

  return {
    of,
    judge,
    async check(way, draft) {
      const judged = await judge(way, draft);
      if ('text' in judged) return judged.text;
      throw new AppError('invalid', 'This may not be sent now.', { fields: { text: judged.refusal } });
    },
  };
}

/** Pure. */
export function judgeText(
  texting: Texting,
  { text, files, template }: TextDraft,
  now: number,
): { refusal: TextRefusal } | { text: string } {
  if (texting.optedOutAt !== null) return { refusal: 'opted-out' };
  if (template) {
    const known = texting.templates.find(({ id }) => id === template.id);
    const filled = known && fill(known, template.values);
    return filled === undefined || files.length > 0 ? { refusal: 'template' } : { text: filled };
  }
  if (texting.freeUntil !== null && texting.freeUntil <= now) return { refusal: 'too-late' };
  if (text.length > texting.longest) return { refusal: 'too-long' };
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return files.length > texting.files.most || bytes > texting.files.bytes ? { refusal: 'files' } : { text };
}

/** Undefined while something is missing: a template with a gap is refused by the provider. */
function fill({ text }: MessageTemplate, values: FilledTemplate['values']): string | undefined {
  return variablesOf(text).every((name) => (values[name] ?? '').trim() !== '') ? fillTemplate(text, values) : undefined;
}
