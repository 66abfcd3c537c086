/** Keeps the newest message in view while the reader is there, and the reader's place while they are not. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** px from the end that still count as being there */
const near = 60;

export interface Scroll {
  box: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  toEnd(): void;
  handleScroll(): void;
}

/** `firstKey` tells when older lines were put on top, `count` when anything changed. */
export function useScroll(firstKey: string | undefined, count: unknown): Scroll {
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const stick = useRef(true);
  const before = useRef({ firstKey, count, height: 0 });

  function toEnd(): void {
    stick.current = true;
    setAtEnd(true);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const isGrownOnTop = before.current.firstKey !== undefined && before.current.firstKey !== firstKey;
    if (stick.current) element.scrollTop = element.scrollHeight;
    else if (isGrownOnTop) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { firstKey, count, height: element.scrollHeight };
  }, [firstKey, count]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    // The keyboard, a picture that has loaded or a growing composer move the end away.
    const observer = new ResizeObserver(() => {
      if (stick.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  return {
    box,
    isAtEnd,
    toEnd,
    handleScroll() {
      const element = box.current;
      if (!element || element.clientHeight === 0) return;
      const isEnd = element.scrollHeight - element.scrollTop - element.clientHeight < near;
      stick.current = isEnd;
      setAtEnd(isEnd);
    },
  };
}
