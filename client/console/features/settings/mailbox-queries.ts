/** What the mailbox pages ask and tell the server beside what every inbox does: state, credentials, look-ups and checks. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { AccountState, AccountStep, DnsAdvice, FoundAccount } from '../../../../shared/model/account.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import type { NewestTrial, RuleTrial, RuleTrialResult, TriedLetter } from '../../../../shared/model/mail-rule.ts';
import { ApiError, callApi, readError } from '../../http/api.ts';
import { catalogueKey } from '../../http/catalogue.ts';
import { givenCredentials, type MailboxDraft, mailChannel, toInbox, toInput } from './mailbox-draft.ts';

export const useAccountState = (inboxId: string) =>
  useQuery({
    queryKey: [...catalogueKey, 'account-state', inboxId],
    refetchInterval: 10_000,
    retry: false,
    queryFn: () => callApi<AccountState>('GET', `/api/inboxes/${inboxId}/state`),
  });

/** Names of those that are kept. */
export const useKeptCredentials = (inboxId: string | null) =>
  useQuery({
    queryKey: [...catalogueKey, 'credentials', inboxId],
    enabled: inboxId !== null,
    queryFn: async () => (await callApi<{ set: string[] }>('GET', `/api/inboxes/${inboxId}/credentials`)).set,
  });

export interface LookUp {
  found: FoundAccount | null;
  advice: DnsAdvice[];
}

export const useLookUp = () =>
  useMutation({
    mutationFn: (address: string) => callApi<LookUp>('POST', '/api/inboxes/look-up', { channel: mailChannel, address }),
  });

export const useTryRules = () =>
  useMutation({
    mutationFn: (trial: RuleTrial) => callApi<RuleTrialResult>('POST', '/api/inboxes/rules/try', trial),
  });

export const useTryNewest = () =>
  useMutation({
    mutationFn: async (trial: NewestTrial) =>
      (await callApi<{ letters: TriedLetter[] }>('POST', '/api/inboxes/rules/try-newest', trial)).letters,
  });

/** Passwords go first, so that what reads the settings finds them. */
export function useSaveMailbox() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ inbox, draft }: { inbox: Inbox | null; draft: MailboxDraft }) => {
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

export interface Check {
  /** the latest word on each step, in the order they began */
  steps: AccountStep[];
  isRunning: boolean;
  fault: unknown;
  run(tried: Tried): void;
}

/** What is on the screen, saved or not. */
export interface Tried extends Pick<Inbox, 'name' | 'channel' | 'settings'> {
  id: Inbox['id'] | null;
  credentials: Record<string, string>;
}

export function toTried(id: Inbox['id'] | null, draft: MailboxDraft): Tried {
  const { name, channel, settings } = toInput(draft);
  return { id, name, channel, settings, credentials: givenCredentials(draft) };
}

export function useCheck(): Check {
  const [steps, setSteps] = useState<AccountStep[]>([]);
  const [isRunning, setRunning] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);

  return {
    ...{ steps, isRunning, fault },
    run(tried) {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setSteps([]);
      setFault(null);
      setRunning(true);
      readSteps(
        tried,
        (step) => running.current === controller && setSteps((known) => putStep(known, step)),
        controller.signal,
      )
        .catch((error: unknown) => running.current === controller && setFault(error))
        .finally(() => running.current === controller && setRunning(false));
    },
  };
}

export function putStep(steps: readonly AccountStep[], step: AccountStep): AccountStep[] {
  const isKnown = steps.some((one) => one.step === step.step);
  return isKnown ? steps.map((one) => (one.step === step.step ? step : one)) : [...steps, step];
}

/** Each line of the answer is a step, told as it comes. @throws ApiError */
async function readSteps(body: object, tell: (step: AccountStep) => void, signal: AbortSignal): Promise<void> {
  const answer = await fetch('/api/inboxes/check', {
    ...{ method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, signal },
    body: JSON.stringify(body),
  });
  if (!answer.ok || answer.body === null) throw new ApiError(readError(await answer.json().catch(() => null)));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) tell(JSON.parse(line) as AccountStep);
  }
}
