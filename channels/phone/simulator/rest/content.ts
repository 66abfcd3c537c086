/** The Content API, which stands beside the account's own paths: templates, and what WhatsApp says of each. */
import type { Content } from '../model.ts';
import type { World } from '../world.ts';
import { notFound } from './refusal.ts';
import { ok, type RestAnswer } from './route.ts';

const ROOT = '/v1/';
const USUAL = 50;

/** Null: it is about something else. */
export function answerContent(world: World, method: string, path: string, query: URLSearchParams): RestAnswer | null {
  if (!path.startsWith(`${ROOT}Content`)) return null;
  const [, , name = '', sid] = path.split('/');
  if (method !== 'GET' || (name !== 'Content' && name !== 'ContentAndApprovals')) throw notFound(path);
  const present = (content: Content) => (name === 'Content' ? show(world, content) : withApproval(world, content));
  if (sid === undefined) return ok(listOf(world, path, query, world.contents.map(present)));
  const found = world.contents.find((one) => one.sid === sid);
  if (!found || name !== 'Content') throw notFound(path);
  return ok(present(found));
}

function show({ account, baseUrl }: World, { sid, friendlyName, language, variables, types, createdAt }: Content) {
  const at = `${new Date(createdAt).toISOString().slice(0, 19)}Z`;
  const url = `${baseUrl()}/v1/Content/${sid}`;
  return {
    ...{ sid, account_sid: account.sid, friendly_name: friendlyName, language, variables, types, url },
    ...{ date_created: at, date_updated: at },
    links: { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` },
  };
}

function withApproval(world: World, content: Content) {
  const { url: _url, links: _links, ...shown } = show(world, content);
  const { status, types, friendlyName } = content;
  return {
    ...shown,
    approval_requests: {
      ...{ name: friendlyName, category: 'UTILITY', content_type: Object.keys(types)[0] ?? '', status },
      ...{ rejection_reason: '', allow_category_change: true },
    },
  };
}

function listOf(world: World, path: string, query: URLSearchParams, all: readonly object[]) {
  const size = Math.min(Math.max(1, Number(query.get('PageSize')) || USUAL), 500);
  const page = Math.max(0, Number(query.get('Page')) || 0);
  const url = (number: number): string => `${world.baseUrl()}${path}?PageSize=${size}&Page=${number}`;
  const meta = {
    ...{ page, page_size: size, first_page_url: url(0), url: url(page), key: 'contents' },
    previous_page_url: page > 0 ? url(page - 1) : null,
    next_page_url: (page + 1) * size < all.length ? url(page + 1) : null,
  };
  return { contents: all.slice(page * size, (page + 1) * size), meta };
}
