/** Has something done when what is shown may be shown no more. */
import { useEffect, useEffectEvent } from 'react';
import type { Lost } from './losses.ts';
import { useDesk } from './use-desk.ts';

export function useLosses(handle: (lost: Lost) => void): void {
  const { losses } = useDesk();
  const listen = useEffectEvent(handle);
  useEffect(() => losses.subscribe((lost) => listen(lost)), [losses]);
}
