/** What the server wrote into the page: the inbox, whether somebody is there, and which origins may embed it. */
import type { InboxId } from '../../../shared/model/ids.ts';
import type { Availability, WidgetInbox } from '../../../shared/model/inbox.ts';

export interface WidgetPage {
  inboxId: InboxId;
  /** null until the first sync, when the page came without it */
  inbox: WidgetInbox | null;
  availability: Availability | null;
  /** exact origins; Parley's own is always among them */
  origins: string[];
  /** the inbox was archived: there is no chat any more */
  isGone: boolean;
}

interface Told {
  inbox?: WidgetInbox;
  availability?: Availability;
  origins: string[];
  gone?: true;
}

/** Our own server wrote the block, so its shape is trusted; a missing one only costs the early picture. */
export function readWidgetPage(block: string | null, path: string, own: string): WidgetPage {
  const inboxId = (path.split('/').filter(Boolean)[1] ?? '') as InboxId;
  try {
    const told = JSON.parse(block ?? '') as Told;
    const { inbox = null, availability = null, origins, gone = false } = told;
    return { inboxId, inbox, availability, origins: [...origins, own], isGone: gone };
  } catch {
    return { inboxId, inbox: null, availability: null, origins: [own], isGone: false };
  }
}
