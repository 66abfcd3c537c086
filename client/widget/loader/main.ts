/**
 * The script a website includes. It answers `parley(command, options)`, plays what was queued before it came, and uses plain
 * loops and few built-ins on purpose: host pages replace those.
 */
import { type BootOptions, createWidget, type Widget } from './widget.ts';

interface Parley {
  (command: string, options?: unknown): void;
  q?: ArrayLike<ArrayLike<unknown>>;
  isLoaded?: true;
}

function findBase(): { base: string; inbox: string } | null {
  let script = document.currentScript as HTMLScriptElement | null;
  if (!script?.src) script = document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]');
  if (!script?.src) return null;
  const url = new URL(script.src, location.href);
  return {
    base: url.origin + url.pathname.slice(0, url.pathname.lastIndexOf('/')),
    inbox: script.getAttribute('data-inbox') ?? '',
  };
}

/** A page that is only being prepared must not be seen chatting; one without a body has nowhere to show it. */
function whenShown(work: () => void): void {
  const page = document as Document & { prerendering?: boolean };
  if (page.prerendering) page.addEventListener('prerenderingchange', () => whenShown(work), { once: true });
  else if (!document.body) page.addEventListener('DOMContentLoaded', () => work(), { once: true });
  else work();
}

function start(base: string, scriptInbox: string): void {
  const holder = window as unknown as { parley?: Parley };
  const early = holder.parley;
  if (early?.isLoaded) return;
  let widget: Widget | null = null;
  /** a boot that came while the one before was still ending */
  let next: BootOptions | null = null;
  let isEnding = false;

  function boot(options: BootOptions): void {
    if (typeof options?.inbox !== 'string' || options.inbox === '' || widget?.inbox === options.inbox) return;
    if (isEnding) next = options;
    else if (widget) shutdown(options);
    else widget = createWidget(base, options);
  }

  function shutdown(after: BootOptions | null): void {
    next = after;
    if (!widget) return;
    isEnding = true;
    const ending = widget;
    widget = null;
    ending.shutdown(() => {
      isEnding = false;
      const options = next;
      next = null;
      if (options) boot(options);
    });
  }

  function run(command: unknown, options: unknown): void {
    if (command === 'boot') boot(options as BootOptions);
    else if (command === 'shutdown') shutdown(null);
    else if (command === 'identify') widget?.identify(options);
    else if (command === 'open') widget?.open();
    else if (command === 'close') widget?.close();
    else if (command === 'page') widget?.page();
  }

  const waiting: [unknown, unknown][] = [];
  let isShown = false;
  const parley: Parley = (command, options) => {
    if (isShown) run(command, options);
    else waiting[waiting.length] = [command, options];
  };
  parley.isLoaded = true;
  holder.parley = parley;
  if (scriptInbox) parley('boot', { inbox: scriptInbox });
  const queued = early?.q;
  if (queued) for (let i = 0; i < queued.length; i += 1) parley(String(queued[i]?.[0]), queued[i]?.[1]);
  whenShown(() => {
    isShown = true;
    for (let i = 0; i < waiting.length; i += 1) run(waiting[i]?.[0], waiting[i]?.[1]);
  });
}

const found = findBase();
if (found) start(found.base, found.inbox);
