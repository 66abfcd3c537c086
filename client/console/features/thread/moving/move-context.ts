/** How an entry's menu begins a move; whoever shows entries says which of them may be moved. */
import { createContext, use } from 'react';

export interface MoveStart {
  /** of the entries that are shown, by the number of the one whose menu it is */
  begin(seq: number, reach: 'one' | 'onwards'): void;
}

export const MoveContext = createContext<MoveStart | null>(null);

/** null: nothing can be moved here. */
export const useMoveStart = (): MoveStart | null => use(MoveContext);
