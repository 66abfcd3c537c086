/** Everything that an inbox does with its account at Twilio: calls, texts, webhooks. */
import type { InboxId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { TwilioAccount } from '../../../shared/model/twilio-account.ts';
import type { ChannelContext, Outbound, SendResult, Webhook, WebhookAnswer } from '../../channel.ts';
import type { VoiceProvider } from '../../voice.ts';
import { type Access, accessOf } from './account.ts';
import { createAddresses } from './addresses.ts';
import { createHooks } from './hooks.ts';
import { sendMessage, takeMessage } from './messages.ts';
import { createTwilioProvider } from './provider.ts';
import { createRefusalCounter } from './refused-hooks.ts';
import { mediaQuery } from './sent-media.ts';
import { knowText, takeStatus } from './text-reports.ts';

export interface TwilioConfig {
  /** origin under which Twilio reaches us */
  publicUrl: string;
  /** of the simulator; null: Twilio itself */
  apiBaseUrl: string | null;
}

export interface Twilio {
  provider(inbox: Inbox): VoiceProvider;
  webhooks(webhook: Webhook): Promise<WebhookAnswer>;
  send(outbound: Outbound): Promise<SendResult>;
}

/** `accountOf`: null where an inbox has another provider */
export function createTwilio(
  { publicUrl, apiBaseUrl }: TwilioConfig,
  ctx: ChannelContext,
  accountOf: (inbox: Inbox) => TwilioAccount | null,
): Twilio {
  const providers = new Map<InboxId, VoiceProvider>();

  async function find(inboxId: InboxId): Promise<{ inbox: Inbox; access: Access } | null> {
    const inbox = await ctx.inbox(inboxId);
    const account = inbox?.channel === 'phone' && !inbox.archived ? accountOf(inbox) : null;
    if (!inbox || !account) return null;
    return { inbox, access: accessOf(account, await ctx.credentials(inboxId)) };
  }

  async function access({ id }: Inbox): Promise<Access> {
    const found = await find(id);
    if (!found) throw new Error('The inbox has no account at Twilio.');
    return found.access;
  }

  return {
    provider(inbox) {
      const known = providers.get(inbox.id);
      if (known) return known;
      const { voice, now } = ctx;
      const made = createTwilioProvider({ ...{ publicUrl, apiBaseUrl, access, voice, now } }, inbox);
      providers.set(inbox.id, made);
      return made;
    },
    webhooks: createHooks({
      ...{ publicUrl, find, voice: ctx.voice, now: ctx.now, bytes: ctx.bytes, log: ctx.log },
      refused: createRefusalCounter(ctx),
      message: (inbox, by, form) => takeMessage(inbox, by, form, { ...ctx, apiBaseUrl }),
      messageStatus: (inbox, form, query) => takeStatus(inbox, form, query, ctx),
    }),
    async send(outbound) {
      const found = await find(outbound.inboxId);
      if (!found) return { state: 'failed', retryable: false, reason: 'The inbox has no account at Twilio.' };
      const addresses = createAddresses(publicUrl, outbound.inboxId);
      const [token = ''] = found.access.authTokens;
      const mediaUrls = outbound.files.map((file) => addresses.ask('media', { ...mediaQuery(token, file, ctx.now()) }));
      const result = await sendMessage(outbound, found.access, { apiBaseUrl, addresses, mediaUrls });
      if (result.state === 'sent' && result.externalId) {
        await knowText(result.externalId, outbound.entryId, found.inbox, ctx).catch((error: unknown) =>
          ctx.log.warn({ err: error, entryId: outbound.entryId }, 'a text was sent, and could not be noted down'),
        );
      }
      return result;
    },
  };
}
