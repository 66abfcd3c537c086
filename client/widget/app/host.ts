/** The app's end of the bridge: listens to the embedding page once it has proved to be an allowed one, and talks only to it. */
import { type AppMessage, type HostMessage, readHostMessage, wrap } from '../bridge/messages.ts';
import { isFromHost } from '../bridge/trust.ts';

export interface Host {
  /** kept until the host page has said hello */
  post(message: AppMessage): void;
}

export function connectHost(origins: readonly string[], handle: (message: HostMessage) => void): Host {
  let fixed: string | null = null;
  let waiting: AppMessage[] = [];

  function post(message: AppMessage): void {
    if (fixed === null) waiting = [...waiting.filter(({ type }) => type !== message.type), message];
    else window.parent.postMessage(wrap(message), fixed);
  }

  if (window.parent !== window) {
    window.addEventListener('message', (event) => {
      if (!isFromHost(event, window.parent, origins, fixed)) return;
      const message = readHostMessage(event.data);
      if (!message || (fixed === null && message.type !== 'hello')) return;
      fixed = event.origin;
      handle(message);
      const early = waiting;
      waiting = [];
      for (const one of early) post(one);
    });
  }
  return { post };
}
