/** Erases what was said in one conversation, and what stands beside it: files, recordings, drafts, notices, what waits to be sent. */
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { Files } from '../../files/files.ts';
import type { ErasureStore } from '../../store/erasure.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { blank, eraseEntry } from './erase-words.ts';

/** The search index, which must not find what is gone; `seqs` null: all of it. */
export interface SearchForget {
  forget(what: readonly { conversationId: ConversationId; seqs: number[] | null }[]): Promise<void>;
  /** Resolves when they have left the database. */
  settled(): Promise<void>;
}

export interface ConversationEraserDeps {
  store: ErasureStore;
  files: Pick<Files, 'erase'>;
  timeline: Pick<Timeline, 'revise' | 'find'>;
  search: SearchForget;
}

const PAGE = 200;

/** Repeating it changes nothing. `name`: what its customer is called from then on. */
export function createConversationEraser({ store, files, timeline, search }: ConversationEraserDeps) {
  return async (id: ConversationId, name: string): Promise<void> => {
    await files.erase((await store.files(id)).map((file) => file.id));
    for (let after = 0; ; ) {
      const page = await store.entries(id, after, PAGE);
      await store.replaceEntries(page.map(eraseEntry));
      after = page.at(-1)?.seq ?? after;
      if (page.length < PAGE) break;
    }
    await store.dropBeside(id);
    await store.blankWork(id, blank);
    await search.forget([{ conversationId: id, seqs: null }]);
    const found = await timeline.find(id);
    if (found === null) return;
    // What the timeline has in memory first, and told to everybody; then what only the document holds.
    await timeline.revise(id, ({ rev, tally, customer, rating, outcome }) => ({
      erasedRev: rev + 1,
      ...(tally.files && { erasedFiles: tally.files }),
      ...{ customer: { id: customer.id, name }, context: {}, help: null, deliveries: [] },
      ...{ subject: null, form: [], preview: null, alike: [], resembles: null },
      rating: rating && { score: rating.score },
      outcome: outcome && { dispositionId: outcome.dispositionId, name: outcome.name },
    }));
    await store.blankConversation(id, name);
  };
}
