/** The audit trail as it is read: page by page with names for what it speaks of, and as a file. */
import type { AuditFilter, AuditPage } from '../../shared/api-accounts.ts';
import type { AuditRow } from '../../shared/model/audit.ts';
import type { Directory } from '../store/directory.ts';
import type { Access } from './access.ts';
import { type Audit, actorOf, type Caller } from './audit.ts';
import { writeCsvLine } from './csv.ts';
import type { AccountStore, AuditEntry, AuditId } from './model.ts';
import type { UserViewer } from './scope.ts';

export interface AuditTrail {
  page(filter: AuditFilter, before: AuditId | null, limit: number): Promise<AuditPage>;
  /** Lines of a CSV file (RFC 4180), newest first; reading a page at a time, however long the trail is. */
  export(by: UserViewer, filter: AuditFilter, caller: Caller): Promise<AsyncIterable<string>>;
}

const EXPORT_PAGE = 500;
const columns = ['at', 'actor', 'actorId', 'action', 'target', 'targetName', 'address', 'details'] as const;

export function createAuditTrail(deps: {
  store: Pick<AccountStore, 'listUsers'>;
  access: Pick<Access, 'roles'>;
  directory: Pick<Directory, 'teams' | 'queues' | 'inboxes' | 'calendars'>;
  audit: Audit;
}): AuditTrail {
  const { store, access, directory, audit } = deps;

  /** What everything is called now. */
  async function readNames(): Promise<{ people: AuditPage['people']; names: Map<string, string> }> {
    const people = (await store.listUsers()).map(({ id, name }) => ({ id, name }));
    const { teams, queues, inboxes, calendars } = directory;
    const rest = await Promise.all([access.roles(), teams(), queues(), inboxes(), calendars()]);
    const named: { id: string; name: string }[] = [...people, ...rest.flat()];
    return { people, names: new Map(named.map(({ id, name }) => [id, name])) };
  }

  return {
    async page(filter, before, limit) {
      const { people, names } = await readNames();
      const found = await audit.list(before, limit + 1, filter);
      const shown = found.slice(0, limit);
      return {
        entries: shown.map((entry) => nameTarget(entry, names)),
        next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
        people,
      };
    },
    async export(by, filter, caller) {
      await audit.record('audit.exported', actorOf(by), by.userId, caller.address, { ...filter });
      const { names } = await readNames();
      return (async function* () {
        yield writeCsvLine(columns);
        let before: AuditId | null = null;
        for (;;) {
          const entries: AuditEntry[] = await audit.list(before, EXPORT_PAGE, filter);
          for (const entry of entries) yield writeCsvLine(toCells(nameTarget(entry, names)));
          before = entries.at(-1)?.id ?? null;
          if (before === null || entries.length < EXPORT_PAGE) return;
        }
      })();
    },
  };
}

function nameTarget(entry: AuditEntry, names: ReadonlyMap<string, string>): AuditRow {
  const { name } = entry.details;
  const known = names.get(entry.target) || (typeof name === 'string' ? name : '');
  return { ...entry, targetName: known || null };
}

function toCells({ at, actor, action, target, targetName, address, details }: AuditRow): string[] {
  const [name, id] = actor.kind === 'user' ? [actor.name, actor.id] : [actor.kind, ''];
  const when = new Date(at).toISOString();
  return [when, name, id, action, target, targetName ?? '', address, JSON.stringify(details)];
}
