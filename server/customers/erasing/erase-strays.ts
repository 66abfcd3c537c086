/** Erases what somebody wrote in conversations of others, as when a letter was copied to them: those stay, without the words and the files. */
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { Entry } from '../../timeline/model.ts';
import type { ConversationEraserDeps } from './erase-conversation.ts';
import { eraseEntry, filesIn } from './erase-words.ts';

const PAGE = 200;

/** Repeating it changes nothing. */
export function createStrayEraser({ store, files, timeline, search }: ConversationEraserDeps) {
  /** Of a whole log, since a repeat must not count twice: erased messages with which the tally of files grew. */
  async function countErasedFiles(id: ConversationId, going: readonly Entry[]): Promise<number> {
    const seqs = new Set(going.map(({ seq }) => seq));
    let [count, before] = [0, 0];
    for (let after = 0; ; ) {
      const page = await store.entries(id, after, PAGE);
      for (const { seq, digest, tally } of page) {
        if ((tally.files ?? 0) > before && (digest === 'erased' || seqs.has(seq))) count += 1;
        before = tally.files ?? 0;
      }
      after = page.at(-1)?.seq ?? after;
      if (page.length < PAGE) return count;
    }
  }

  return async (strays: readonly Entry[]): Promise<void> => {
    await files.erase(strays.flatMap(({ body }) => filesIn(body)));
    const homes = new Map<ConversationId, Entry[]>();
    for (const entry of strays) homes.set(entry.conversationId, [...(homes.get(entry.conversationId) ?? []), entry]);
    // Before the entries, by which they would be found no more after a death.
    for (const [id, own] of homes) {
      const erasedFiles = await countErasedFiles(id, own);
      if (erasedFiles > 0) await timeline.revise(id, () => ({ erasedFiles }));
    }
    await store.replaceEntries(strays.map(eraseEntry));
    await search.forget(strays.map(({ conversationId, seq }) => ({ conversationId, seqs: [seq] })));
    for (const [id, own] of homes) {
      await timeline.revise(id, ({ rev, preview }) => ({
        erasedRev: rev + 1,
        preview: own.some(({ at }) => at === preview?.at) ? null : preview,
      }));
    }
  };
}
