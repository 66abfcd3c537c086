/** What the console's handlers work with. */
import type { UserId } from '../../../shared/model/ids.ts';
import type { RealtimeDeps } from '../ports.ts';
import type { Typing } from '../typing.ts';

export type AgentTyping = Typing<{ id: UserId; name: string; socketId: string }>;

export interface ConsoleContext
  extends Pick<RealtimeDeps, 'timeline' | 'outbound' | 'routing' | 'files' | 'directory' | 'clock' | 'colleagues' | 'notices'> {
  typing: AgentTyping;
  /** whether a visitor has a page open, on any node; asking other nodes may take seconds when one does not answer */
  isOnline(room: string): Promise<boolean>;
}
