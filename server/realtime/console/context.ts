/** What the console's handlers work with. */
import type { UserId } from '../../../shared/model/ids.ts';
import type { WritingKind } from '../../../shared/model/writing.ts';
import type { RealtimeDeps } from '../ports.ts';
import type { FloorFacts } from '../publish/floor-facts.ts';
import type { ViewFacts } from '../publish/view-facts.ts';
import type { Typing } from '../typing.ts';
import type { Viewers } from '../viewers.ts';

export type AgentTyping = Typing<{ id: UserId; name: string; socketId: string; as: WritingKind }>;

export interface ConsoleContext
  extends Pick<
    RealtimeDeps,
    | 'timeline'
    | 'desk'
    | 'texting'
    | 'ways'
    | 'routing'
    | 'work'
    | 'calls'
    | 'files'
    | 'directory'
    | 'clock'
    | 'colleagues'
    | 'counters'
    | 'search'
    | 'bulk'
    | 'notices'
    | 'channels'
    | 'ingest'
    | 'outbox'
  > {
  typing: AgentTyping;
  accounts: Pick<RealtimeDeps['accounts'], 'audit'>;
  floorFacts: Pick<FloorFacts, 'watch' | 'leave'>;
  viewFacts: Pick<ViewFacts, 'watch' | 'leave'>;
  customers: RealtimeDeps['customers'];
  viewers: Pick<Viewers, 'set' | 'of' | 'all'>;
  /** whether a visitor has a page open, on any node; asking other nodes may take seconds when one does not answer */
  isOnline(room: string): Promise<boolean>;
}
