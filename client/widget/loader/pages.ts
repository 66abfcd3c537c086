/** Tells when a page that never reloads has moved on. */
import type { HostPage } from '../bridge/messages.ts';

export function readPage(): HostPage {
  return { url: location.href, title: document.title, referrer: document.referrer };
}

/** Calls back after every change of address, once the page has had the time to set its title. */
export function watchPages(handlePage: () => void): () => void {
  let last = location.href;
  let timer = 0;
  const look = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (location.href === last) return;
      last = location.href;
      handlePage();
    }, 150);
  };
  const stops = [listen(window, 'popstate', look), listen(window, 'hashchange', look)];
  const navigation = (window as { navigation?: EventTarget }).navigation;
  // The Navigation API tells of every change; elsewhere the history's own functions are wrapped and left in place.
  if (navigation) stops[stops.length] = listen(navigation, 'currententrychange', look);
  else stops[stops.length] = wrapHistory(look);
  return () => {
    clearTimeout(timer);
    for (let i = 0; i < stops.length; i += 1) stops[i]?.();
  };
}

export function listen(target: EventTarget, type: string, handle: (event: Event) => void): () => void {
  target.addEventListener(type, handle);
  return () => target.removeEventListener(type, handle);
}

/** Others may have wrapped after us, so stopping silences our wrapper instead of taking it out. */
function wrapHistory(look: () => void): () => void {
  let isOn = true;
  const wrap = (name: 'pushState' | 'replaceState'): void => {
    const original = history[name];
    history[name] = function wrapped(this: History, ...parts: Parameters<History['pushState']>) {
      Reflect.apply(original, this, parts);
      if (isOn) look();
    };
  };
  wrap('pushState');
  wrap('replaceState');
  return () => {
    isOn = false;
  };
}
