/** A number that several customers use is one address of each: how these are told apart, and the number of all of them. Pure. */
import type { CustomerId } from '../../shared/model/ids.ts';
import type { Identity } from '../store/customers.ts';

/** The address of a customer who was not the first to use the number. */
export const sharedValue = (number: string, customerId: CustomerId): string => `shared:${number}:${customerId}`;

/** Where everything waits of which nobody has said whose it is. */
export const nobodysValue = (number: string): string => `shared:${number}:nobody`;

/** Of an address that is a number within a service, as in `whatsapp:+49351…`; null: it is none. */
export const numberWithin = (address: string): string | null => /^[a-z]+:(\+[1-9]\d{6,14})$/.exec(address)?.[1] ?? null;

export const numberOf = ({ value, shared }: Pick<Identity, 'value' | 'shared'>): string => shared ?? value;
