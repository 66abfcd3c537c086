/** Conversations that the team cut off from another one. */
import type { Conversation } from './model.ts';

const SPLIT = 'split:';

/** The key of one, by what asked for it. */
export const splitKey = (key: string): string => `${SPLIT}${key}`;

/**
 * Whether its customer may know of it. What was moved is the team's way of reading: to the customer, their messages stand where they wrote them, and
 * there is nothing in this one until somebody says something in it.
 */
export const isShownToCustomer = ({ key, tally }: Pick<Conversation, 'key' | 'tally'>): boolean =>
  !key.startsWith(SPLIT) || tally.customer + tally.agent > 0;
