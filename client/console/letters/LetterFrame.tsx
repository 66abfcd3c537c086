/** The HTML of a letter in a frame of its own, as high as what is in it; the same letter comes back at the height it had. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buildFrame, foldedMark, oddMark } from './frame-document.ts';
import classes from './letter-frame.module.css';
import { OddLinkDialog } from './OddLinkDialog.tsx';
import { findOddLink, type OddLink } from './odd-links.ts';

export interface LetterFrameProps {
  html: string;
  /** what the frame is called */
  title: string;
  isFolded: boolean;
  withImages: boolean;
  /** ids of the files that came along */
  files?: readonly string[];
  /** by which its height is remembered */
  name: string;
}

const heights = new Map<string, number>();
const FIRST_HEIGHT = 60;
const none: readonly string[] = [];

export function LetterFrame({ html, title, isFolded, withImages, files = none, name }: LetterFrameProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [asked, setAsked] = useState<{ href: string; odd: OddLink } | null>(null);
  const [height, setHeight] = useState(heights.get(name) ?? FIRST_HEIGHT);
  // Folding changes a mark on the page in the frame, which is not loaded again for it.
  const [foldedAtFirst] = useState(isFolded);
  const page = useMemo(
    () =>
      buildFrame(html, {
        origin: location.origin,
        withImages,
        files,
        isFolded: foldedAtFirst,
        oddLinkWords: (host) => t('letter.leadsTo', { host }),
      }),
    [html, withImages, files, foldedAtFirst, t],
  );

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let watching: ResizeObserver | null = null;
    let listening = new AbortController();
    const end = () => {
      watching?.disconnect();
      listening.abort();
    };
    const begin = () => {
      end();
      listening = new AbortController();
      const inner = element.contentDocument?.documentElement;
      const body = element.contentDocument?.body;
      // Before the letter there is an empty page, whose height is nobody's.
      if (!inner || !body || element.contentDocument?.URL !== 'about:srcdoc') return;
      inner.toggleAttribute(foldedMark, isFolded);
      const measure = () => {
        // The bar of what is wider than the frame stands below it.
        const bar = inner.scrollWidth > inner.clientWidth ? 16 : 0;
        const next = Math.ceil(body.getBoundingClientRect().height) + bar;
        heights.set(name, next);
        setHeight(next);
      };
      watching = new ResizeObserver(measure);
      watching.observe(body);
      measure();
      // Keys that are pressed in the frame are shortcuts of the page around it.
      const passOn = (event: KeyboardEvent) => {
        const stroke = new KeyboardEvent('keydown', { ...keyOf(event), bubbles: true, cancelable: true });
        if (!element.dispatchEvent(stroke)) event.preventDefault();
      };
      const ask = (event: Event) => {
        const link = (event.target as Element | null)?.closest(`a[${oddMark}]`);
        const href = link?.getAttribute('href') ?? '';
        const odd = findOddLink(link?.textContent ?? '', href);
        if (!odd) return;
        event.preventDefault();
        setAsked({ href, odd });
      };
      const { signal } = listening;
      element.contentDocument?.addEventListener('keydown', passOn, { signal });
      element.contentDocument?.addEventListener('click', ask, { signal });
    };
    begin();
    element.addEventListener('load', begin);
    return () => {
      end();
      element.removeEventListener('load', begin);
    };
  }, [isFolded, name]);

  return (
    <div className={classes.paper}>
      <iframe
        ref={frame}
        className={classes.frame}
        style={{ height }}
        title={title}
        // No allow-scripts: nothing in it runs, so being of this origin gives it nothing; it lets this page measure it.
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcDoc={page}
      />
      {asked && <OddLinkDialog {...asked} isOpen onClose={() => setAsked(null)} />}
    </div>
  );
}

function keyOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): KeyboardEventInit {
  return { key, code, ctrlKey, metaKey, shiftKey, altKey };
}
