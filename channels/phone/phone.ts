/** Phone: calls by whatever provider an inbox uses. It translates numbers and steps; what a call does is decided by the server. */
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Channel, ChannelContext } from '../channel.ts';
import type { CallPolicy, VoiceProvider } from '../voice.ts';
import { createPhoneAccounts } from './accounts.ts';
import type { IceConfig } from './ice.ts';
import { normaliseNumber, refuseNumber } from './numbers.ts';
import { checkSettings, settingsOf } from './phone-settings.ts';
import { followSwitch } from './softswitch/follow-switch.ts';
import { createSwitchClient, type SwitchClient } from './softswitch/switch-client.ts';
import { createSwitchProvider } from './softswitch/switch-provider.ts';
import { readRefused } from './twilio/refused-hooks.ts';
import { textRulesOf } from './twilio/text-rules.ts';
import { createTwilio, type Twilio, type TwilioConfig } from './twilio/twilio.ts';

export interface PhoneConfig {
  /** the softswitch's own, absolute */
  folder: string;
  /** asked anew for each call: an admin may change them */
  ice(): Promise<IceConfig>;
  /** UDP ports of the softswitch; null: any */
  ports: { min: number; max: number } | null;
  /** where other nodes reach this machine's softswitch; loopback where all are on one machine */
  host: string;
  /** a softswitch that nobody has asked for anything for so long ends itself, unless it carries a call */
  idleMs: number;
  twilio: TwilioConfig;
}

/** The softswitch deletes what was fetched by itself. */
function policyOf(inbox: Inbox): CallPolicy {
  const { provider, recordings, ...rest } = settingsOf(inbox);
  return { ...rest, recordings: provider === 'softswitch' ? { ...recordings, deletesCopy: false } : recordings };
}

export interface PhoneChannel extends Channel {
  readonly softswitch: SwitchClient;
  /** the built-in phone system, for calls that come by no number */
  overSwitch(): VoiceProvider;
}

export function createPhoneChannel({
  folder,
  ice,
  ports,
  host,
  idleMs,
  twilio: twilioConfig,
}: PhoneConfig): PhoneChannel {
  const softswitch = createSwitchClient({ folder, settings: { ports, host, idleMs } });
  let ctx: ChannelContext | null = null;
  let stopFollowing: (() => Promise<void>) | null = null;
  const started = (): ChannelContext => {
    if (ctx === null) throw new Error('The channel is not started.');
    return ctx;
  };
  let switchProvider: VoiceProvider | null = null;
  let twilio: Twilio | null = null;
  const accountOf = (inbox: Inbox) => {
    const settings = settingsOf(inbox);
    return settings.provider === 'twilio' ? settings.account : null;
  };
  const atTwilio = (): Twilio => {
    twilio ??= createTwilio(twilioConfig, started(), accountOf);
    return twilio;
  };

  function overSwitch(): VoiceProvider {
    const { voice, now } = started();
    switchProvider ??= createSwitchProvider({ client: softswitch, ice, voice, now });
    return switchProvider;
  }

  function providerOf(inbox: Inbox): VoiceProvider {
    switch (settingsOf(inbox).provider) {
      case 'softswitch':
        return overSwitch();
      case 'twilio':
        return atTwilio().provider(inbox);
    }
  }

  return {
    kind: 'phone',
    softswitch,
    overSwitch,
    capabilities: {
      ...{ live: false, typing: false, files: true, format: 'call', weight: 20 },
      call: { weight: 100, exclusive: true, ringSeconds: 20 },
    },
    parseSettings: checkSettings,
    accounts: createPhoneAccounts(
      twilioConfig,
      (inboxId) => started().credentials(inboxId),
      (inboxId) => readRefused(inboxId, started()),
    ),
    async start(given) {
      ctx = given;
      switchProvider = null;
      twilio = null;
      const isWanted = async (): Promise<boolean> =>
        (await given.inboxes()).some((inbox) => settingsOf(inbox).provider === 'softswitch');
      stopFollowing = given.lead('softswitch', (signal) => followSwitch(softswitch, given, isWanted, signal));
    },
    async stop() {
      await stopFollowing?.();
      stopFollowing = null;
    },
    texts: {
      rulesOf(inbox, identity) {
        const settings = settingsOf(inbox);
        return settings.provider === 'twilio' ? textRulesOf(identity.value, settings.templates) : null;
      },
    },
    async send(outbound) {
      const inbox = await started().inbox(outbound.inboxId);
      const number = outbound.identity.value.replace(/^whatsapp:/, '');
      const refused = inbox && refuseNumber(number, settingsOf(inbox));
      // Texts go to whatever country somebody wrote from, but to no number that costs a fortune.
      if (refused === 'premium' || refused === 'emergency') {
        return { state: 'failed', retryable: false, reason: `Not sent: ${refused}`, code: 'recipients-refused' };
      }
      return atTwilio().send(outbound);
    },
    webhooks: (webhook) => atTwilio().webhooks(webhook),
    voice: {
      provider: providerOf,
      numberOf: (inbox) => accountOf(inbox)?.number ?? null,
      normalise: (inbox, text) => normaliseNumber(text, settingsOf(inbox)),
      refuses: (inbox, number) => refuseNumber(number, settingsOf(inbox)),
      menuOf: (inbox) => settingsOf(inbox).menu,
      policyOf,
    },
  };
}
