/** @jsxImportSource preact */
/** One line of a call's life among the messages. */
import type { VisitorCallTold } from '../../../../shared/model/entry.ts';
import { useApp } from '../context.ts';
import { type CallWords, callWords } from './words.ts';

export function CallLine({ told }: { told: VisitorCallTold }) {
  const { language } = useApp();
  return <p class="mark">{tell(told, callWords(language))}</p>;
}

function tell(told: VisitorCallTold, words: CallWords): string {
  switch (told.what) {
    case 'began':
      return told.direction === 'in' ? words.youCalled : words.weCalled;
    case 'answered':
      return words.answered(told.byName);
    case 'ended': {
      const seconds = Math.round(told.talkedMs / 1_000);
      if (told.ending !== 'talked') return words.notAnswered;
      return words.endedAfter(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);
    }
  }
}
