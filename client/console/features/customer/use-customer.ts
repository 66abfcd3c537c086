/** What is known of the customer of a conversation: read when its panel opens, changed in place, and whether one may. */
import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerCard, CustomerChange, PageVisit } from '../../../../shared/model/customer.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';

const readMayEdit = (state: DeskState) => state.me?.permissions.includes('customers:edit') ?? false;
const noPages: readonly PageVisit[] = [];

export interface KnownCustomer {
  /** null until it was read */
  card: CustomerCard | null;
  trail: readonly PageVisit[];
  isFailed: boolean;
  mayEdit: boolean;
  /** Resolves with whether it was changed; what went wrong is told here. */
  change(change: CustomerChange): Promise<boolean>;
}

export function useCustomer(id: ConversationId): KnownCustomer {
  const { t } = useTranslation();
  const desk = useDesk();
  const known = useDeskState(useCallback((state: DeskState) => state.customers.of[id], [id]));
  const card = useDeskState(
    useCallback((state: DeskState) => (known ? state.customers.cards[known.customerId] : undefined), [known]),
  );
  const mayEdit = useDeskState(readMayEdit);
  const [isFailed, setFailed] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void desk.customers.read(id).then((answer) => isCurrent && setFailed(!answer.ok));
    return () => {
      isCurrent = false;
    };
  }, [desk, id]);

  const change = useCallback(
    async (asked: CustomerChange) => {
      const answer = await desk.customers.change(id, asked);
      if (!answer.ok) notifications.show({ message: `${t('person.failed')} ${t(`error.${answer.error.code}`)}` });
      return answer.ok;
    },
    [desk, id, t],
  );
  return { card: card ?? null, trail: known?.trail ?? noPages, isFailed: isFailed && !card, mayEdit, change };
}
