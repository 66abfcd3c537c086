/** The phone of this agent: its devices, the bar while they talk, and the way offers are answered. Loaded when there is a line. */
import { useEffect, useMemo } from 'react';
import type { Offer } from '../../../../shared/model/agent.ts';
import type { ConversationId, UserId } from '../../../../shared/model/ids.ts';
import { ownCalls, useCallState } from '../../sync/calls.ts';
import { answerHere } from './answer-here.ts';
import { ListenBar } from './ListenBar.tsx';
import { PhoneBar } from './PhoneBar.tsx';
import { ReachStrip } from './ReachStrip.tsx';
import { RingCard } from './RingCard.tsx';
import { useAutoAnswer } from './use-auto-answer.ts';
import { usePhones } from './use-phones.ts';
import { WrapUpStrip } from './WrapUpStrip.tsx';

export interface PhoneHandle {
  /** Answers what rings for the offer. @throws Error when it cannot be answered here */
  accept(offer: Offer): Promise<void>;
  reject(offer: Offer): void;
}

export interface PhoneHostProps {
  me: UserId;
  onOpen(id: ConversationId): void;
  onReady(handle: PhoneHandle | null): void;
}

export function PhoneHost({ me, onOpen, onReady }: PhoneHostProps) {
  const phones = usePhones(me);
  const state = useCallState();
  const mine = useMemo(() => ownCalls(state, me), [state, me]);
  const call = mine.find(({ parties, direction, ownerId }) =>
    parties.some(
      (party) =>
        party.userId === me && (party.state === 'joined' || (direction === 'out' && ownerId === me) || ownerId === me),
    ),
  );
  const phoneOf = (inboxId: Offer['inboxId']) => phones.find(({ inboxIds }) => inboxIds.includes(inboxId));
  const phone = call && phoneOf(call.inboxId);
  const leg = call?.parties.find(({ userId }) => userId === me);
  const ringsForMe = call !== undefined && leg?.state === 'ringing' && call.ownerId === me;

  useEffect(() => {
    const find = (offer: Offer) => phones.find(({ inboxIds }) => inboxIds.includes(offer.inboxId));
    onReady({
      async accept(offer) {
        const found = find(offer);
        if (!found || !offer.call) throw new Error('there is no device for this line');
        await answerHere(found.device, offer.call.id, offer.call.legId);
      },
      reject(offer) {
        if (offer.call) find(offer)?.device.reject(offer.call.legId);
      },
    });
    return () => onReady(null);
  }, [phones, onReady]);

  // Whoever dialled, or whose sound comes back, has nothing to decide: their own device is answered by itself.
  const problem = useAutoAnswer(phone, call && leg && ringsForMe ? { callId: call.id, legId: leg.legId } : null);

  // Asked in by a colleague; offers of work have a card of their own.
  const asked = mine.flatMap((one) => {
    const ring = one.parties.find((party) => party.userId === me && party.state === 'ringing');
    return ring?.isGuest ? [{ call: one, legId: ring.legId }] : [];
  });

  const wrapped = [...state.calls.values()].filter(({ wrapUp }) => wrapUp?.ownerId === me);
  const listened = state.listening && state.calls.get(state.listening.callId);
  return (
    <>
      {!call && <ReachStrip phones={phones} />}
      {call && <PhoneBar key={call.id} {...{ call, me, phone, problem }} onOpen={() => onOpen(call.conversationId)} />}
      {asked.map((one) => (
        <RingCard key={one.legId} {...one} me={me} phone={phoneOf(one.call.inboxId)} />
      ))}
      {wrapped.map((one) => one.wrapUp && <WrapUpStrip key={one.id} call={one} wrapUp={one.wrapUp} />)}
      {state.listening && listened && (
        <ListenBar call={listened} listening={state.listening} phone={phoneOf(listened.inboxId)} />
      )}
    </>
  );
}
