/** Whether whoever writes takes part in a conversation, so that what anybody could write is believed of them. */
import type { Conversation } from '../../timeline/model.ts';
import type { Sender } from '../sender.ts';

export const takesPart = (sender: Sender, conversation: Conversation): boolean => {
  const { customer, identityIds } = sender;
  return (
    conversation.customer.id === customer.id ||
    identityIds.includes(conversation.identityId) ||
    isVerified(sender, conversation)
  );
};

/** Of whom it was proven, by whichever way, that the address is theirs. */
export const isVerified = ({ identity }: Sender, { customer: { email } }: Conversation): boolean =>
  identity.kind === 'email' && email?.verified === true && email.value.toLowerCase() === identity.value;
