/** Takes an address away from a customer, with the way back. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerIdentity } from '../../../../shared/model/customer.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { homeCountry } from '../../i18n/home-country.ts';
import { useDesk } from '../../sync/use-desk.ts';

export function useRemoveAddress(conversationId: ConversationId): (identity: CustomerIdentity) => Promise<void> {
  const { t } = useTranslation();
  const desk = useDesk();
  return useCallback(
    async ({ key, kind, value }) => {
      const answer = await desk.customers.removeAddress(conversationId, key);
      if (!answer.ok) {
        notifications.show({ message: `${t('person.failed')} ${t(`error.${answer.error.code}`)}` });
        return;
      }
      const id = `address-${key}`;
      const undo = () => {
        notifications.hide(id);
        const again = {
          kind: kind === 'email' ? ('email' as const) : ('phone' as const),
          value,
          country: homeCountry(),
        };
        void desk.customers.addAddress(conversationId, again);
      };
      notifications.show({
        id,
        message: (
          <>
            {t('person.addressRemoved', { address: value })}{' '}
            <Button size="compact-xs" variant="default" onClick={undo}>
              {t('merge.undo')}
            </Button>
          </>
        ),
      });
    },
    [conversationId, desk, t],
  );
}
