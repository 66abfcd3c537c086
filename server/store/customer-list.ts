/** All customers, page by page, for taking them out. */
import type mongoose from 'mongoose';
import type { CustomerId } from '../../shared/model/ids.ts';

export interface CustomerListStore {
  /** Those who are not part of somebody else and not erased, by id after one. */
  roots(after: string, limit: number): Promise<CustomerId[]>;
}

export function createCustomerListStore(connection: mongoose.Connection): CustomerListStore {
  const customers = connection.collection<{ _id: CustomerId }>('customers');
  return {
    async roots(after, limit) {
      const filter = {
        _id: { $gt: after as CustomerId },
        mergedInto: { $exists: false },
        erasedAt: { $exists: false },
      };
      const found = customers.find(filter as object, { projection: { _id: 1 } }).sort({ _id: 1 });
      return (await found.limit(limit).toArray()).map(({ _id }) => _id as CustomerId);
    },
  };
}
