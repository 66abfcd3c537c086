/** What the phone pages tell the server beside what every inbox does: credentials first, and where a number leads. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import type { MessageTemplate } from '../../../../shared/model/texting.ts';
import { callApi } from '../../http/api.ts';
import { catalogueKey } from '../../http/catalogue.ts';
import { givenCredentials, type PhoneDraft, toInbox, toInput } from './phone-draft.ts';

export function useSavePhone() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ inbox, draft }: { inbox: Inbox | null; draft: PhoneDraft }) => {
      const given = givenCredentials(draft);
      const keep = (id: string) =>
        Object.keys(given).length > 0 ? callApi('PUT', `/api/inboxes/${id}/credentials`, given) : Promise.resolve();
      if (inbox === null) {
        const made = await callApi<Inbox>('POST', '/api/inboxes', toInput(draft));
        await keep(made.id);
        return made;
      }
      await keep(inbox.id);
      return callApi<Inbox>('PUT', `/api/inboxes/${inbox.id}`, toInbox(inbox, draft));
    },
    onSettled: () => client.invalidateQueries({ queryKey: catalogueKey }),
  });
}

/** Makes the number's addresses at the provider lead here. */
export const useMend = () =>
  useMutation({ mutationFn: (id: string) => callApi('POST', `/api/inboxes/${id}/mend`, {}) });

/** The templates that the account has; of those that are being typed here nothing is asked. */
export const useReadTemplates = (id: Inbox['id'] | null) =>
  useMutation({
    mutationFn: async (draft: PhoneDraft) => {
      const { name, channel, settings } = toInput({ ...draft, templates: [] });
      const body = { id, name: name || '-', channel, settings, credentials: givenCredentials(draft) };
      return (await callApi<{ templates: MessageTemplate[] }>('POST', '/api/inboxes/templates', body)).templates;
    },
  });
