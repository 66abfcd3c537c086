/** The oldest offer, docked at the bottom of the list, wherever the agent is; and a word when one has gone. */
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../../../shared/model/agent.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { type Command, useCommands } from '../../app/commands.ts';
import { useCallState } from '../../sync/calls.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { OfferCard } from './OfferCard.tsx';
import classes from './offers.module.css';

const readOffers = (state: DeskState) => state.offers;
const readEnd = (state: DeskState) => state.lastOfferEnd;

export interface OfferDockProps {
  onAccepted(id: ConversationId): void;
  /** of calls, which are answered at the device that rings; false: not here */
  answerCall(offer: Offer): Promise<boolean>;
  rejectCall(offer: Offer): void;
}

export function OfferDock({ onAccepted, answerCall, rejectCall }: OfferDockProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { calls } = useCallState();
  // Whoever is asked about a transfer has answered: it stands until it is handed over, and rings no more.
  const isAnswered = ({ call }: Offer) =>
    call !== undefined &&
    calls.get(call.id)?.parties.some(({ legId, state }) => legId === call.legId && state === 'joined') === true;
  const offers = useDeskState(readOffers).filter((one) => !isAnswered(one));
  const end = useDeskState(readEnd);
  const offer = offers[0];

  useEffect(() => {
    if (!end || end.why === 'accepted' || end.why === 'declined') return;
    const words = { timeout: 'offer.timeout', withdrawn: 'offer.withdrawn', 'customer-left': 'offer.left' } as const;
    notifications.show({ message: t(words[end.why], { name: end.offer.customerName }) });
  }, [end, t]);

  const answer = (id: string, label: string, keys: string, run: (held: Offer) => Promise<unknown>): Command => ({
    ...{ id, label, keys, group: 'here', isOn: offer !== undefined, effect: offer?.customerName },
    run: () => offer && void run(offer),
  });
  useCommands([
    answer('offer.accept', t('shortcuts.accept'), 'alt+a', handleAccept),
    answer('offer.decline', t('shortcuts.decline'), 'alt+d', handleDecline),
  ]);

  async function handleAccept(chosen: Offer): Promise<string | null> {
    if (chosen.call) {
      if (!(await answerCall(chosen))) return t('offer.noDevice');
      onAccepted(chosen.conversationId);
      return null;
    }
    const answer = await desk.accept(chosen);
    if (answer.ok) onAccepted(answer.value.conversationId);
    else if (answer.error.code === 'offer_gone') notifications.show({ message: t('offer.gone') });
    else return t('offer.failed');
    return null;
  }

  async function handleDecline(chosen: Offer): Promise<string | null> {
    const answer = await desk.decline(chosen);
    if (chosen.call) rejectCall(chosen);
    return answer.ok || answer.error.code === 'offer_gone' ? null : t('offer.failed');
  }

  return (
    <div className={classes.dock} aria-live="assertive">
      {offer && (
        <OfferCard
          key={offer.id}
          offer={offer}
          behind={offers.length - 1}
          onAccept={handleAccept}
          onDecline={handleDecline}
        />
      )}
    </div>
  );
}
