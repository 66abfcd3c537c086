/** What the customer's own leg does, as the call stands now. Pure: asked again, it is the same. */
import type { CallStep, Spoken } from '../../channels/voice.ts';
import type { Call, CallWorld } from './model.ts';
import { wordsOf } from './words.ts';

const ANSWER_SECONDS = 7;
const FORWARD_SECONDS = 40;

type StepWorld = Pick<CallWorld, 'ours' | 'mayCallBack' | 'policy'>;

export function stepOf(call: Call, { ours, mayCallBack, policy }: StepWorld): CallStep {
  const { stage, menu } = call;
  const { language } = menu;
  const spoken = (...texts: string[]): Spoken[] =>
    texts.flatMap((text) => (text.trim() === '' ? [] : [{ text, language }]));
  switch (stage.kind) {
    case 'menu': {
      const present = menu.menus.find(({ key }) => key === stage.menu);
      const say = spoken(...call.intro, present?.say ?? '');
      return { do: 'ask', say, digits: 1, seconds: ANSWER_SECONDS, finishKey: null };
    }
    case 'queued': {
      const { tellsPlace, offersCallback } = menu.waiting;
      const words = wordsOf(language);
      const hearsKeys = offersCallback && mayCallBack;
      const place = tellsPlace && stage.place !== null ? words.place(stage.place) : '';
      const again = stage.round === 0 ? '' : menu.waiting.say;
      const say = spoken(...call.intro, again, place, hearsKeys && stage.round > 0 ? words.pressForCallback : '');
      return { do: 'wait', say, hearsKeys };
    }
    case 'voicemail':
      return {
        do: 'take-message',
        say: spoken(...call.intro, menu.voicemail.say),
        maxSeconds: menu.voicemail.maxSeconds,
      };
    case 'forwarding':
      return { do: 'forward', say: spoken(...call.intro), to: stage.number, callerId: ours, seconds: FORWARD_SECONDS };
    case 'callback':
    case 'dialling':
    case 'talking':
      // Before they are heard by anybody, and before anything is recorded.
      return {
        do: 'talk',
        say: call.recording.on ? spoken(policy.announcement) : [],
        record: call.recording.on,
      };
    case 'ended':
      return { do: 'hang-up', say: call.customer.leftAt === null ? spoken(...call.intro) : [] };
  }
}
