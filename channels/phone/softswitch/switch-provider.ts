/** The softswitch under the port of every provider of calls. It has no line to the telephone network: calls come from browsers. */
import type { FileRef } from '../../../shared/model/file.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { CallEvent, CallRef, CommandResult, VoiceContext, VoiceProvider } from '../../voice.ts';
import { type IceConfig, iceServersFor } from '../ice.ts';
import type { SwitchEvent, SwitchResult } from './protocol.ts';
import type { SwitchClient } from './switch-client.ts';

export interface SwitchProviderPorts {
  client: SwitchClient;
  ice(): Promise<IceConfig>;
  voice: VoiceContext;
  now(): number;
}

const noLine: CommandResult = {
  state: 'failed',
  retryable: false,
  reason: 'The built-in phone system cannot dial telephone numbers.',
};

const toResult = (result: SwitchResult): CommandResult =>
  result.state === 'done' ? { state: 'done', externalId: result.externalId } : result;

const toRef = ({ callId, inbox, externalId }: CallRef) => ({ callId, inboxId: inbox.id, externalId });

export function createSwitchProvider({ client, ice, voice, now }: SwitchProviderPorts): VoiceProvider {
  const command = async (...given: Parameters<SwitchClient['command']>): Promise<CommandResult> =>
    toResult(await client.command(...given));

  return {
    async begin(call, { legId, ringSeconds, as, to }) {
      if (to.kind === 'number') return noLine;
      return command({ type: 'begin', ...toRef(call), legId, ringSeconds, as });
    },
    drop: ({ callId }, legId) => command({ type: 'drop', callId, legId }),
    move: ({ callId }, step) => command({ type: 'step', callId, step, after: null }),
    set: ({ callId }, leg, change) => command({ type: 'set', callId, leg, change }),
    press: ({ callId }, legId, digits) => command({ type: 'press', callId, legId, digits }),
    announce: ({ callId }, say) => command({ type: 'announce', callId, say }),
    record: ({ callId }, what) => command({ type: 'record', callId, what }),
    end: ({ callId }) => command({ type: 'end', callId }),
    async fetchRecording({ inbox }, recordingId): Promise<FileRef | null> {
      const sound = await client.recording(recordingId);
      if (sound === null) return null;
      const name = `${recordingId}.wav`;
      const { id, size } = await voice.keepRecording(inbox.id, sound, name);
      await client.forget(recordingId);
      return { id, name, type: 'audio/wav', size };
    },
    async deleteRecording(_call, recordingId) {
      await client.forget(recordingId);
      return { state: 'done' };
    },
    live: async (inbox: Inbox) => (await client.live()).filter(({ inboxId }) => inboxId === inbox.id),
    async grant(_inbox, userId) {
      await client.ensure();
      return { provider: 'softswitch', iceServers: iceServersFor(await ice(), userId, now()), simulated: false };
    },
    async customerIce(whose) {
      // It is up by the time that whoever asks has made an offer.
      void client.ensure().catch(() => undefined);
      return iceServersFor(await ice(), whose, now());
    },
    async connect(call, leg, sdp) {
      const result = await client.command({ type: 'connect', ...toRef(call), leg, sdp, ice: await ice() });
      if (result.state === 'gone') return { gone: true };
      if (result.state !== 'done' || result.sdp === undefined)
        throw new Error(result.state === 'failed' ? result.reason : 'The softswitch gave no answer.');
      if (leg === 'customer' && result.externalId !== undefined) await begin(call, result.externalId);
      return { sdp: result.sdp };
    },
  };

  /** A leg that has just come, or come again, does what the server says it does now. */
  async function begin({ callId, inbox }: CallRef, externalId: string): Promise<void> {
    const next = await voice.stepOf(inbox.id, externalId);
    if (next) await client.command({ type: 'step', callId, step: next.step, after: null });
  }
}

/** Tells the server one thing that happened, and passes on what it answers. */
export async function passOn(
  event: SwitchEvent,
  switchId: string,
  client: SwitchClient,
  voice: VoiceContext,
): Promise<void> {
  const { inboxId, callId, externalId, at, seq, what } = event;
  const told: CallEvent = { inboxId, callId, externalId, at, key: `${switchId}.${seq}`, ...what };
  const next = await voice.callEvent(told);
  if (next && event.asks) await client.command({ type: 'step', callId, step: next.step, after: seq });
}
