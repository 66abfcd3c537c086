/** What was written down of recordings that are gone: found by nobody any more, wherever the log tells of it. */
import type { ConversationId, FileId } from '../../shared/model/ids.ts';
import type { EntryStore } from '../store/entries.ts';
import { saidIn } from './entry-text.ts';
import type { Forgotten } from './ports.ts';

interface Deps {
  entries: Pick<EntryStore, 'after'>;
  indexer: { forget(what: readonly Forgotten[]): Promise<void> };
}

const PAGE = 500;

export type ForgetSaid = (textIds: readonly FileId[], conversationId: ConversationId) => Promise<void>;

export function createForgetSaid({ entries, indexer }: Deps): ForgetSaid {
  return async (textIds, conversationId) => {
    const gone = new Set(textIds);
    const seqs: number[] = [];
    for (let after = 0; ; ) {
      const page = await entries.after(conversationId, 'agent', after, PAGE);
      for (const { seq, body } of page) {
        const said = saidIn(body);
        if (said && gone.has(said.textId)) seqs.push(seq);
      }
      after = page.at(-1)?.seq ?? after;
      if (page.length < PAGE) break;
    }
    if (seqs.length > 0) await indexer.forget([{ conversationId, seqs }]);
  };
}
