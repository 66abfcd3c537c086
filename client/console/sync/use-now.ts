/** The server's time as far as this computer knows it, ticking for whoever shows a running figure. */
import { useEffect, useState } from 'react';
import { useDeskState } from './use-desk.ts';

const readOffset = (state: { clockOffset: number }) => state.clockOffset;

/** ms since 1970 on the server's clock, anew every `everyMs`; aligned, so that all figures change together. */
export function useNow(everyMs: number): number {
  const offset = useDeskState(readOffset);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setNow(Date.now());
      timer = setTimeout(tick, everyMs - (Date.now() % everyMs));
    };
    timer = setTimeout(tick, everyMs - (Date.now() % everyMs));
    return () => clearTimeout(timer);
  }, [everyMs]);
  return now + offset;
}
