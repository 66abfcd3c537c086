/** Where somebody is written to: what was taken away from a customer is still where their old conversations came from. Pure. */
import type { Identity } from '../store/customers.ts';

export const addressOf = ({ value, former }: Pick<Identity, 'value' | 'former'>): string => former ?? value;

/** Addresses that people write down, as the team knows them now. */
export const isAddress = ({ kind, value, former }: Pick<Identity, 'kind' | 'value' | 'former'>): boolean =>
  former === undefined && (kind === 'email' || kind === 'phone') && !value.startsWith('erased:');
