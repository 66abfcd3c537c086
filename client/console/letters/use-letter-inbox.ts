/** Which inboxes write letters, and by which addresses the team is reached. */
import { useMemo } from 'react';
import type { DeskInbox } from '../../../shared/events.ts';
import type { InboxId } from '../../../shared/model/ids.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useDeskState } from '../sync/use-desk.ts';

const readInboxes = (state: DeskState) => state.inboxes;

/** null where messages are not letters. */
export function useLetterInbox(id: InboxId): DeskInbox | null {
  return useDeskState(readInboxes).find((inbox) => inbox.id === id && inbox.format === 'letter') ?? null;
}

/** How messages of an inbox are written: for what is said of its customers. Null: it is not known any more. */
export function useInboxFormat(id: InboxId): DeskInbox['format'] | null {
  return useDeskState(readInboxes).find((inbox) => inbox.id === id)?.format ?? null;
}

export function useLetterInboxes(): readonly DeskInbox[] {
  const inboxes = useDeskState(readInboxes);
  return useMemo(() => inboxes.filter((inbox) => inbox.format === 'letter'), [inboxes]);
}

export function useOwnAddresses(): readonly string[] {
  const inboxes = useDeskState(readInboxes);
  return useMemo(() => inboxes.flatMap(({ address }) => address ?? []), [inboxes]);
}
