/** @jsxImportSource preact */
/** A part whose code comes when it is first shown, so that the first message does not wait for it. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** ms until a chunk that did not come is asked for again */
const patience = 3_000;

interface LaterProps<P> {
  load(): Promise<FunctionComponent<P>>;
  props: P;
}

export function Later<P extends object>({ load, props }: LaterProps<P>) {
  const [loaded, setLoaded] = useState<{ part: FunctionComponent<P> | null; tries: number }>({ part: null, tries: 0 });
  const { part: Part, tries } = loaded;
  useEffect(() => {
    if (Part) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    load().then(
      (part) => setLoaded({ part, tries }),
      () => {
        timer = setTimeout(() => setLoaded({ part: null, tries: tries + 1 }), patience);
      },
    );
    return () => clearTimeout(timer);
  }, [load, Part, tries]);
  return Part && <Part {...props} />;
}
