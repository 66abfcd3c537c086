/** Customers whose address or name matches what is typed into a field of recipients, as the server finds them a moment later. */
import { useEffect, useState } from 'react';
import type { Address } from '../../../../../shared/model/letter.ts';
import { useDesk } from '../../../sync/use-desk.ts';
import { useLosses } from '../../../sync/use-losses.ts';

/** Nobody is asked at every stroke, nor for a single letter. */
const pauseMs = 150;
const least = 2;

const nothing = { text: '', addresses: [] as Address[] };

export function useFoundAddresses(text: string): readonly Address[] {
  const desk = useDesk();
  const [answer, setAnswer] = useState(nothing);
  const wanted = text.trim();

  useEffect(() => {
    if (wanted.length < least) return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const rows = (await desk.findConversations(wanted)) ?? [];
      const addresses = rows.flatMap(({ conversation: { customer } }) =>
        customer.email ? [{ name: customer.name, address: customer.email.value }] : [],
      );
      if (isWanted) setAnswer({ text: wanted, addresses });
    }, pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [desk, wanted]);

  useLosses(() => setAnswer(nothing));
  return answer.text === wanted ? answer.addresses : nothing.addresses;
}
