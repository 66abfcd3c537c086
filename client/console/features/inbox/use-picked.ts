/** Which conversations are picked for one action on all: by their boxes, from one to another with Shift, by x, all with Mod+A. */
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bulkLimit } from '../../../../shared/model/bulk.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useCommands } from '../../app/commands.ts';

const nothing: ReadonlySet<ConversationId> = new Set();

export interface Picked {
  /** in the order of the list */
  picked: ReadonlySet<ConversationId>;
  pick(id: ConversationId, withRange: boolean): void;
  pickAll(): void;
  /** everything that the list has, whether it was read or not */
  isWhole: boolean;
  pickWhole(): void;
  clear(): void;
  handleKey(event: KeyboardEvent): void;
}

/** @param list what is shown; with another one nothing is picked */
export function usePicked(ids: readonly ConversationId[], selected: string | undefined, list: string): Picked {
  const { t } = useTranslation();
  const [state, setState] = useState({ list, chosen: nothing, isWhole: false });
  const chosen = state.list === list ? state.chosen : nothing;
  const isWhole = state.list === list && state.isWhole;
  const anchor = useRef<ConversationId | null>(null);
  const order = useRef(ids);
  order.current = ids;
  const picked = useMemo(() => new Set(ids.filter((id) => chosen.has(id)).slice(0, bulkLimit)), [ids, chosen]);

  const pick = useCallback(
    (id: ConversationId, withRange: boolean) => {
      const from = withRange ? anchor.current : null;
      setState((before) => {
        const known = before.list === list ? before.chosen : nothing;
        return { list, chosen: togglePicked(known, order.current, id, from), isWhole: false };
      });
      anchor.current = id;
    },
    [list],
  );
  const pickAll = () => setState({ list, chosen: new Set(ids), isWhole: false });
  const pickWhole = () => setState({ list, chosen: new Set(ids), isWhole: true });
  const clear = useCallback(() => setState({ list, chosen: nothing, isWhole: false }), [list]);

  useCommands([
    {
      ...{ id: 'list.pick', group: 'here', keys: 'x', label: t('list.pickOne') },
      isOn: ids.some((id) => id === selected),
      run: () => selected !== undefined && pick(selected as ConversationId, false),
    },
    {
      ...{ id: 'list.pickAll', group: 'here', keys: 'mod+a', label: t('list.pickAll'), isOwnKey: true },
      isOn: ids.length > 0,
      run: pickAll,
    },
  ]);
  // Nothing has the focus and nothing is read: the list is all there is to pick from.
  const handleLoose = useEffectEvent((event: globalThis.KeyboardEvent) => {
    const isAll =
      event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!isAll || event.target !== document.body || selected !== undefined || ids.length === 0) return;
    event.preventDefault();
    pickAll();
  });
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => handleLoose(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  return {
    picked,
    pick,
    pickAll,
    isWhole,
    pickWhole,
    clear,
    handleKey(event) {
      const isWriting = (event.target as HTMLElement).closest('input:not([type="checkbox"]), textarea') !== null;
      if (isWriting) return;
      if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        pickAll();
      } else if (event.key === 'Escape' && chosen.size > 0) {
        event.preventDefault();
        clear();
      }
    },
  };
}

/** One more or less; with an anchor everything from there to it is picked. */
export function togglePicked(
  before: ReadonlySet<ConversationId>,
  order: readonly ConversationId[],
  id: ConversationId,
  anchor: ConversationId | null,
): ReadonlySet<ConversationId> {
  const next = new Set(before);
  const [from, to] = [order.indexOf(anchor ?? id), order.indexOf(id)];
  if (anchor !== null && from >= 0 && to >= 0) {
    for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
  } else if (!next.delete(id)) next.add(id);
  return next;
}
