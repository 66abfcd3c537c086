/** A small company for tests: two teams with a queue and an inbox each, and a person of every role. */

import type { App } from '../../server/app.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds } from '../../server/lib/ids.ts';
import type { WidgetSession } from '../../shared/api.ts';
import type { Role } from '../../shared/model/agent.ts';
import type { InboxId, QueueId, TeamId, UserId } from '../../shared/model/ids.ts';
import type { Inbox, WebsiteSettings } from '../../shared/model/inbox.ts';
import { ConsoleClient } from './console-client.ts';
import { beginVisit, VisitorClient } from './visitor-client.ts';

export const password = 'correct horse battery';

export interface Company {
  north: { teamId: TeamId; queueId: QueueId; inboxId: InboxId };
  south: { teamId: TeamId; queueId: QueueId; inboxId: InboxId };
  users: Record<PersonName, UserId>;
}

/** maya and ben: agents of north; otto: agent of south; ines: supervisor of north; ada: admin. */
export const people = {
  maya: { name: 'Maya Keller', role: 'agent', team: 'north' },
  ben: { name: 'Ben Okafor', role: 'agent', team: 'north' },
  otto: { name: 'Otto Lang', role: 'agent', team: 'south' },
  ines: { name: 'Ines Duarte', role: 'supervisor', team: 'north' },
  ada: { name: 'Ada Lind', role: 'admin', team: 'south' },
} as const satisfies Record<string, { name: string; role: Role; team: 'north' | 'south' }>;
export type PersonName = keyof typeof people;

export const websiteSettings: WebsiteSettings = {
  siteName: 'Northlight',
  greeting: 'Hello',
  accent: '#335577',
  position: 'right',
  allowedOrigins: ['https://shop.example'],
  form: [],
  identityRequired: false,
  typingPreview: true,
  privacyUrl: '',
};

export function buildInbox(over: Partial<Inbox> & Pick<Inbox, 'id' | 'queueId'>): Inbox {
  return {
    name: 'Website',
    channel: 'webchat',
    calendarId: null,
    reopenHours: 24,
    abandonAfterSeconds: 600,
    settings: { ...websiteSettings },
    ...over,
  };
}

/** Writes the company into an empty store. */
export async function foundCompany(app: Pick<App, 'store' | 'accounts'>): Promise<Company> {
  const ids = createIds(systemClock);
  const { directory } = app.store;
  const found = async (name: string) => {
    const made = { teamId: ids.next<TeamId>(), queueId: ids.next<QueueId>(), inboxId: ids.next<InboxId>() };
    await directory.saveTeam({ id: made.teamId, name });
    await directory.saveQueue({ id: made.queueId, name, teamIds: [made.teamId] });
    await directory.saveInbox(buildInbox({ id: made.inboxId, queueId: made.queueId, name }));
    return made;
  };
  const teams = { north: await found('north'), south: await found('south') };
  const users: Partial<Record<PersonName, UserId>> = {};
  for (const [key, { name, role, team }] of Object.entries(people)) {
    const teamIds = [teams[team].teamId];
    users[key as PersonName] = await app.accounts.addUser({ name, role, teamIds, email: emailOf(key) }, password);
  }
  return { ...teams, users: users as Record<PersonName, UserId> };
}

const emailOf = (key: string): string => `${key}@parley.example`;

/** Signs in over HTTP and answers the cookie. */
export async function signIn(url: string, origin: string, name: PersonName): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: emailOf(name), password }),
  });
  if (!response.ok) throw new Error(`${name} could not sign in: ${response.status} ${await response.text()}`);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

export interface Place {
  url: string;
  origin: string;
}

/** Clients of a running server, closed together. */
export class World {
  readonly #clients: { close(): void }[] = [];
  readonly #cookies = new Map<PersonName, string>();

  constructor(
    readonly place: Place,
    readonly company: Company,
  ) {}

  async cookieOf(name: PersonName): Promise<string> {
    const known = this.#cookies.get(name);
    if (known !== undefined) return known;
    const cookie = await signIn(this.place.url, this.place.origin, name);
    this.#cookies.set(name, cookie);
    return cookie;
  }

  async console(name: PersonName, options: { heals?: boolean; url?: string } = {}): Promise<ConsoleClient> {
    const cookie = await this.cookieOf(name);
    const client = new ConsoleClient({ ...this.place, cookie, name, ...options });
    this.#clients.push(client);
    await client.begin();
    return client;
  }

  visit(inbox: 'north' | 'south' = 'north', body: Record<string, unknown> = {}): Promise<WidgetSession> {
    return beginVisit(this.place.url, this.place.origin, this.company[inbox].inboxId, body);
  }

  async visitor(
    options: { inbox?: 'north' | 'south'; token?: string; heals?: boolean; url?: string; name?: string } = {},
  ): Promise<VisitorClient> {
    const { inbox = 'north', ...rest } = options;
    const token = rest.token ?? (await this.visit(inbox)).token;
    const client = new VisitorClient({ ...this.place, inboxId: this.company[inbox].inboxId, ...rest, token });
    this.#clients.push(client);
    await client.begin();
    return client;
  }

  closeClients(): void {
    for (const client of this.#clients.splice(0)) client.close();
  }
}
