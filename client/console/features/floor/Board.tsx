/** The floor as it stands: figures, queues, agents and quarters of an hour at the left; what needs somebody, and what is watched, at the right. */
import type { FloorSnapshot } from '../../../../shared/model/floor.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useNow } from '../../sync/use-now.ts';
import { AgentBoard } from './AgentBoard.tsx';
import board from './board.module.css';
import { Intervals } from './Intervals.tsx';
import { NeedsYou } from './NeedsYou.tsx';
import { QueueTable } from './QueueTable.tsx';
import { Tiles } from './Tiles.tsx';
import { WatchCard } from './WatchCard.tsx';

export interface BoardProps {
  floor: FloorSnapshot;
  watched: ConversationId | null;
  onStopWatching(): void;
  /** seen from across a room: only what can be read from there */
  isWall: boolean;
}

export function Board({ floor, watched, onStopWatching, isWall }: BoardProps) {
  const now = useNow(5_000);
  return (
    <div className={board.board}>
      <div className={board.main}>
        <Tiles floor={floor} />
        <QueueTable floor={floor} now={now} />
        <AgentBoard floor={floor} />
        {!isWall && <Intervals floor={floor} />}
      </div>
      <aside className={board.side}>
        <NeedsYou floor={floor} now={now} />
        {watched && !isWall && <WatchCard id={watched} onStop={onStopWatching} />}
      </aside>
    </div>
  );
}
