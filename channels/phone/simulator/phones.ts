/** Telephones outside: a handset in a browser, or one that a test holds. */
import type { Calls } from './engine/calls.ts';
import type { Lines } from './engine/lines.ts';
import type { Messages } from './engine/messages.ts';
import type { MessageMedia } from './model.ts';
import type { Engines } from './twiml/context.ts';
import { runCall } from './twiml/run.ts';

export interface Phones {
  /** Calls a number of ours. With an SDP offer there is sound. @throws Error when nobody has that number */
  call(
    from: string,
    to: string,
    sdp?: string,
    more?: { stirVerstat?: string },
  ): Promise<{ callSid: string; sdp: string | null }>;
  /** A telephone that can be rung; `answers` does what its owner would. */
  plug(number: string, answers: 'itself' | 'busy' | 'rings'): () => void;
  answer(callSid: string, sdp?: string): Promise<{ sdp: string | null }>;
  decline(callSid: string): void;
  hangUp(callSid: string): void;
  press(callSid: string, digits: string): void;
  text(from: string, to: string, body: string, media?: Omit<MessageMedia, 'sid'>[], profileName?: string): string;
}

export interface PhonesDeps extends Engines {
  calls: Calls;
  lines: Lines;
  messages: Messages;
}

export function createPhones(deps: PhonesDeps): Phones {
  const { world, calls, lines, messages } = deps;
  const { media } = world;

  async function giveSound(callSid: string, sdp: string | undefined): Promise<string | null> {
    if (sdp !== undefined) return (await media.connect(callSid, sdp)).answer;
    media.synthetic(callSid);
    return null;
  }

  const answer = async (callSid: string, sdp?: string) => {
    const given = await giveSound(callSid, sdp);
    calls.answer(callSid);
    return { sdp: given };
  };

  return {
    answer,
    async call(from, to, sdp, more = {}) {
      const number = world.numbers.get(to);
      if (!number) throw new Error(`${to} is nobody's number.`);
      const leg = calls.arrive(
        {
          ...{ from, to, direction: 'inbound', fallbackUrl: number.voiceFallbackUrl || null },
          callback: number.statusCallback
            ? { url: number.statusCallback, method: 'POST', events: new Set(['completed']) }
            : null,
          ...more,
        },
        { ring: () => undefined, cancel: () => undefined, end: () => undefined },
      );
      const { sid } = leg.call;
      const given = await giveSound(sid, sdp);
      runCall(deps, leg, { kind: 'url', url: number.voiceUrl, method: number.voiceMethod });
      return { callSid: sid, sdp: given };
    },
    plug: (number, answers) =>
      lines.connect(number, {
        ring({ sid }) {
          if (answers === 'busy') calls.end(sid, 'busy');
          else if (answers === 'itself') world.track(answer(sid));
        },
        cancel: () => undefined,
        end: () => undefined,
      }),
    decline: (callSid) => calls.end(callSid, 'busy'),
    hangUp(callSid) {
      const call = world.calls.get(callSid);
      if (call)
        calls.end(callSid, call.answeredAt === null && call.direction === 'inbound' ? 'no-answer' : 'completed');
    },
    press: calls.press,
    text(from, to, body, attached = [], profileName) {
      const media = attached.map((one) => ({ ...one, sid: world.sid('ME') }));
      const message = { from, to, body, media, ...(profileName !== undefined && { profileName }) };
      return messages.receive(message).sid;
    },
  };
}
