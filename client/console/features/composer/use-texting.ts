/** What may be written to this customer now, asked again whenever something was added to the thread. */
import { useCallback, useEffect, useState } from 'react';
import { lastSeq } from '../../../../shared/apply.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { Texting } from '../../../../shared/model/texting.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';

export interface TextingNow {
  rules: Texting;
  /** why nothing, or nothing but a template, is sent */
  stop: 'opted-out' | 'too-late' | null;
}

const MINUTE_MS = 60_000;

/** null: anything may be written, or nobody has said yet; the server looks at what is sent all the same. */
export function useTexting(id: ConversationId, isAsked: boolean): TextingNow | null {
  const { writing } = useDesk();
  const now = useNow(MINUTE_MS / 4);
  const seq = useDeskState(
    useCallback(
      (state: DeskState) => {
        const slot = state.threads[id];
        return slot?.status === 'open' ? lastSeq(slot.thread) : 0;
      },
      [id],
    ),
  );
  const [known, setKnown] = useState<{ id: ConversationId; rules: Texting | null } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was added may have changed what may be written
  useEffect(() => {
    if (!isAsked) return;
    let isOver = false;
    void writing.rules(id).then((answer) => {
      if (!isOver && answer.ok) setKnown({ id, rules: answer.value });
    });
    return () => {
      isOver = true;
    };
  }, [writing, id, isAsked, seq]);
  const rules = isAsked && known?.id === id ? known.rules : null;
  if (rules === null) return null;
  const isLate = rules.freeUntil !== null && rules.freeUntil <= now;
  return { rules, stop: rules.optedOutAt !== null ? 'opted-out' : isLate ? 'too-late' : null };
}
