/** Pages of a list as the first API version writes them. */
import { Refusal } from './refusal.ts';

const MOST = 1_000;
const USUAL = 50;

export function pageOf<T>(key: string, path: string, query: URLSearchParams, items: readonly T[]) {
  const size = Math.min(Number(query.get('PageSize') ?? USUAL), MOST);
  const page = Number(query.get('Page') ?? 0);
  if (!(size >= 1) || !(page >= 0)) throw new Refusal(400, 20_006, 'PageSize or Page is not valid');
  const start = page * size;
  const shown = items.slice(start, start + size);
  const uri = (number: number): string => {
    const asked = new URLSearchParams(query);
    asked.set('PageSize', String(size));
    asked.set('Page', String(number));
    if (number > 0) asked.set('PageToken', `PA${number}`);
    return `${path}?${asked}`;
  };
  return {
    [key]: shown,
    ...{ page, page_size: size, start, end: Math.max(start, start + shown.length - 1) },
    uri: uri(page),
    first_page_uri: uri(0),
    next_page_uri: start + size < items.length ? uri(page + 1) : null,
    previous_page_uri: page > 0 ? uri(page - 1) : null,
  };
}
