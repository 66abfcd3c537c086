/** How somebody is named to the server: by a conversation of theirs, else by who they are. */
import type { OtherCustomer, Somebody } from '../../../../../shared/model/customer-match.ts';

export const otherOf = ({ conversationId, customerId }: Somebody): OtherCustomer => conversationId ?? { customerId };
