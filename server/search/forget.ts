/** Takes entries out of the index for good: the segments that had them are written anew without their words, and words that nobody else said leave the dictionary. */
import type { Ids } from '../lib/ids.ts';
import type { IndexState, IndexTarget, SearchIndexStore, SegmentNote } from '../store/search-index.ts';
import { findRows } from './amend.ts';
import type { Engine } from './engine.ts';
import type { SegmentId } from './ports.ts';
import { joinSegments } from './segments.ts';
import { mayBeTypo } from './typos.ts';
import type { Dictionary } from './words.ts';

interface Deps {
  store: SearchIndexStore;
  engine: Engine;
  dictionary: Pick<Dictionary, 'drop'>;
  ids: Ids;
}

/** Orders that are carried out in one step. */
const AT_ONCE = 200;

type Swap = (next: IndexState, made: readonly string[]) => Promise<boolean>;

export function createForgetter({ store, engine, dictionary, ids }: Deps) {
  async function without(target: IndexTarget, state: IndexState, lost: Set<string>) {
    const dead = new Map<string, Set<number>>();
    for (const { conversationId, seqs } of state.forgetting.slice(0, AT_ONCE)) {
      for (const { segment, rows } of await findRows({ store, engine }, target.segments, conversationId)) {
        const own = dead.get(segment.id) ?? new Set<number>();
        for (const { row, number } of rows) if (seqs === null || seqs.includes(row.seq)) own.add(number);
        if (own.size > 0) dead.set(segment.id, own);
      }
    }
    const segments: SegmentNote[] = [];
    const made: string[] = [];
    const old: string[] = [];
    for (const segment of target.segments) {
      const gone = dead.get(segment.id);
      if (gone === undefined) {
        segments.push(segment);
        continue;
      }
      const id = ids.next<SegmentId>();
      const marked = { ...segment, dead: [...new Set([...segment.dead, ...gone])] };
      const left = await joinSegments(store, id, [marked], (term) => lost.add(term));
      if (left) {
        segments.push(left);
        made.push(id);
      }
      old.push(segment.id);
    }
    return { target: { ...target, segments }, made, old };
  }

  return async (state: IndexState, swap: Swap): Promise<void> => {
    const lost = new Set<string>();
    const live = await without(state.live, state, lost);
    const building = state.building && (await without(state.building, state, lost));
    const next = {
      ...state,
      live: live.target,
      building: state.building && building && { ...state.building, ...building.target },
      forgetting: state.forgetting.slice(AT_ONCE),
    };
    if (!(await swap(next, [...live.made, ...(building?.made ?? [])]))) return;
    for (const id of [...live.old, ...(building?.old ?? [])]) await store.dropSegment(id);
    const gone: string[] = [];
    for (const word of lost) {
      if (!mayBeTypo(word)) continue;
      const left = await engine.rowsIn(next.live.segments, [[{ term: word, isPrefix: false }]]);
      if (left.every(({ rows }) => rows.length === 0)) gone.push(word);
    }
    await dictionary.drop(gone);
  };
}
