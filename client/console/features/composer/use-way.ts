/** Which way a reply goes where there are several: to the customer's page while they have it open, by letter when they have left, or as its author says. */
import { useCallback, useEffect, useState } from 'react';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { InboxId } from '../../../../shared/model/ids.ts';
import type { ReplyWay, WayFormat } from '../../../../shared/model/way.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';

export interface WayChoice {
  /** the inbox that it goes by; undefined: where the customer wrote */
  by: InboxId | undefined;
  current: ReplyWay;
  ways: readonly ReplyWay[];
  choose(way: ReplyWay): void;
}

const readOnline = (state: DeskState) => state.online;

/** What is taken while nobody has chosen: who has left their page reads letters. Pure. */
export function usualWay(ways: readonly ReplyWay[], isOnline: boolean | undefined): ReplyWay | null {
  const [own] = ways;
  // Nobody has said yet whether they are there: what is surely read is where they wrote.
  if (own?.format !== 'chat' || isOnline !== false) return own ?? null;
  return ways.find(({ format, why }) => format === 'letter' && why === null) ?? own;
}

/** null where there is one way only, or nobody has said yet. */
export function useWay(conversation: AgentConversation): WayChoice | null {
  const { writing } = useDesk();
  const { id } = conversation;
  const isOnline = useDeskState(readOnline)[id];
  // What they are reached by, and what they said of it, may have changed.
  const rev = useDeskState(
    useCallback(
      ({ customers }: DeskState) => {
        const known = customers.of[id];
        return known ? customers.cards[known.customerId]?.rev : undefined;
      },
      [id],
    ),
  );
  const [known, setKnown] = useState<{ of: typeof id; ways: readonly ReplyWay[] } | null>(null);
  const [chosen, setChosen] = useState<{ of: typeof id; format: WayFormat } | null>(null);
  const { rev: state } = conversation;
  useEffect(() => {
    void [rev, state];
    let isCurrent = true;
    void writing.ways(id).then((answer) => {
      if (isCurrent && answer.ok) setKnown({ of: id, ways: answer.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [writing, id, rev, state]);
  const ways = known?.of === id ? known.ways : [];
  const wanted =
    chosen?.of === id ? ways.find(({ format, why }) => format === chosen.format && why === null) : undefined;
  const current = wanted ?? usualWay(ways, isOnline);
  if (current === null || ways.length < 2) return null;
  return {
    by: current.by ?? undefined,
    current,
    ways,
    choose: ({ format }) => setChosen({ of: id, format }),
  };
}
