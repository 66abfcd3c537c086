/** Where somebody is written to: what was taken away from a customer is still where their old conversations came from. Pure. */
import type { Identity } from '../store/customers.ts';

export const addressOf = ({ value, former, shared }: Pick<Identity, 'value' | 'former' | 'shared'>): string =>
  former ?? shared ?? value;

/** Addresses that people write down, as the team knows them now. */
export const isAddress = ({
  kind,
  value,
  former,
  isNobodys,
}: Pick<Identity, 'kind' | 'value' | 'former' | 'isNobodys'>): boolean =>
  former === undefined &&
  isNobodys === undefined &&
  (kind === 'email' || kind === 'phone') &&
  !value.startsWith('erased:');
