/** @jsxImportSource preact */
/** One line of a thread. */
import type { VisitorEvent } from '../../../../shared/model/entry.ts';
import { useApp, useWidget } from '../context.ts';
import { Face } from '../parts/Face.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Later } from '../parts/Later.tsx';
import { Linked } from '../parts/Linked.tsx';
import type { Words } from '../words/en.ts';
import { tellDay, tellTime } from '../words/times.ts';
import { Files } from './Files.tsx';
import type { Line } from './lines.ts';
import { PendingLine } from './PendingLine.tsx';

const loadCallLine = async () => (await import('../call/parts.ts')).CallLine;

export function LineView({ line }: { line: Line }) {
  const { words, clock } = useApp();
  switch (line.kind) {
    case 'day':
      return <p class="mark">{tellDay(line.at, clock())}</p>;
    case 'new':
      return <p class="new-line">{words.newMessages}</p>;
    case 'event': {
      if (line.event.type === 'call') return <Later load={loadCallLine} props={{ told: line.event.told }} />;
      const text = tellEvent(line.event, words);
      return text === null ? null : <p class="mark">{text}</p>;
    }
    case 'message':
      return <MessageLine line={line} />;
    case 'pending':
      return <PendingLine item={line.item} />;
  }
}

function tellEvent(event: Exclude<VisitorEvent, { type: 'call' }>, words: Words): string | null {
  switch (event.type) {
    case 'assigned':
      return words.joined(event.agentName);
    case 'closed':
      return event.by === 'customer' ? words.endedByYou : words.ended;
    case 'reopened':
      return words.reopened;
    case 'message-left':
      return words.left(event.email);
    case 'address-proven':
      return words.proven(event.email);
    case 'rated':
      return words.rated(event.score);
  }
}

function MessageLine({ line }: { line: Extract<Line, { kind: 'message' }> }) {
  const { words, clock } = useApp();
  const siteName = useWidget((state) => state.inbox?.siteName ?? '');
  const { entry, isLastOfRun, receipt } = line;
  if (entry.body.kind !== 'message') return null;
  const { text, files } = entry.body;
  const isOwn = entry.author.kind === 'you';
  const name = entry.author.kind === 'agent' ? entry.author.name : siteName;
  return (
    <div class={isOwn ? 'message own' : 'message'}>
      {!isOwn && <span class="message-face">{isLastOfRun && <Face name={name} size={26} />}</span>}
      <div class="message-body">
        <span class="hidden">{`${isOwn ? words.you : name}, ${tellTime(entry.at, clock())}: `}</span>
        {text !== '' && (
          <p class={isLastOfRun && files.length === 0 ? 'bubble bubble-tail' : 'bubble'} dir="auto">
            <Linked text={text} />
          </p>
        )}
        <Files files={files} />
        {receipt && (
          <p class="receipt">
            <Icon name={receipt === 'read' ? 'checks' : 'check'} size={14} />
            {receipt === 'read' ? words.read : words.delivered(tellTime(entry.at, clock()))}
          </p>
        )}
      </div>
    </div>
  );
}
