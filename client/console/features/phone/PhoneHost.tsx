/** The phone of this agent: its devices, the bar while they talk, and the way offers are answered. Loaded when there is a line. */
import { useEffect, useMemo } from 'react';
import type { Offer } from '../../../../shared/model/agent.ts';
import type { ConversationId, UserId } from '../../../../shared/model/ids.ts';
import { ownCalls, useCallState } from '../../sync/calls.ts';
import { ListenBar } from './ListenBar.tsx';
import { PhoneBar } from './PhoneBar.tsx';
import { usePhones } from './use-phones.ts';

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
        await found.device.accept(offer.call.id, offer.call.legId);
      },
      reject(offer) {
        if (offer.call) find(offer)?.device.reject(offer.call.legId);
      },
    });
    return () => onReady(null);
  }, [phones, onReady]);

  // Whoever dialled, or whose sound comes back, has nothing to decide: their own device is answered by itself.
  useEffect(() => {
    if (!phone || !call || !leg || !ringsForMe) return;
    const answer = () => {
      const rings = phone.device.calls().some((one) => one.legId === leg.legId && one.state === 'ringing');
      if (rings) void phone.device.accept(call.id, leg.legId).catch(() => undefined);
    };
    answer();
    return phone.device.onChange(answer);
  }, [phone, call, leg, ringsForMe]);

  const listened = state.listening && state.calls.get(state.listening.callId);
  return (
    <>
      {call && <PhoneBar key={call.id} call={call} me={me} phone={phone} onOpen={() => onOpen(call.conversationId)} />}
      {!call && state.listening && listened && (
        <ListenBar call={listened} listening={state.listening} phone={phoneOf(listened.inboxId)} />
      )}
    </>
  );
}
