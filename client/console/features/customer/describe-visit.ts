/** A visit's raw facts as words. Pure; all of it comes from a stranger's browser. */

/** "shop.example/cart" for an address; what is none stays as it is. */
export function describePage(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return host + (pathname === '/' ? '' : pathname);
  } catch {
    return url;
  }
}

/** "Italian" for it or it-IT; a tag that is none stays as it is. */
export function describeLanguage(tag: string | undefined, locale: string): string | undefined {
  if (!tag) return undefined;
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag);
  } catch {
    return tag;
  }
}
