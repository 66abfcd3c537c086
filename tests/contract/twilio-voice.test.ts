/** Calls by Twilio, against the simulator, under the suite of every provider. */
import { OUR_NUMBER } from '../../channels/phone/simulator/testing.ts';
import { CALL_ID, inbox, startTestLine } from '../../channels/phone/twilio/testing.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { describeVoiceProvider } from './voice-provider.ts';

const AGENT = '01JDPHQ000000000000000000A' as UserId;

describeVoiceProvider('Twilio', async () => {
  const line = await startTestLine();
  line.sim.phones.plug(`client:${AGENT}`, 'rings');
  line.sim.phones.plug('+4930222222', 'itself');
  const settle = () => line.sim.clock.pass(100);
  const agentSid = (): string =>
    [...line.sim.world.calls.values()].find(({ to, status }) => to === `client:${AGENT}` && status !== 'completed')
      ?.sid ?? '';
  return {
    ...{ provider: line.provider, agent: AGENT, events: line.events, settle, outside: '+4930222222' },
    setStep(step) {
      line.step = step;
    },
    async arrive(step) {
      line.step = step;
      const { callSid } = await line.sim.phones.call('+4915112345678', OUR_NUMBER);
      await settle();
      return { callId: CALL_ID, inbox, externalId: callSid };
    },
    async answer() {
      await line.sim.phones.answer(agentSid());
      await settle();
    },
    async hangUp(call, leg) {
      line.sim.phones.hangUp(leg === 'customer' ? (call.externalId ?? '') : agentSid());
      await settle();
    },
    press: (call, digits) => line.sim.phones.press(call.externalId ?? '', digits),
    stop: () => line.stop(),
  };
});
