/** People, roles, teams and the audit trail over HTTP, for those whose role allows it. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createUserSchema, updateUserSchema } from '../../shared/api.ts';
import {
  auditFilterSchema,
  auditQuerySchema,
  membershipSchema,
  roleInputSchema,
  teamInputSchema,
} from '../../shared/api-accounts.ts';
import { AppError } from '../../shared/errors.ts';
import { roleSchema } from '../../shared/model/agent.ts';
import type { TeamId, UserId } from '../../shared/model/ids.ts';
import type { Role } from '../../shared/model/role.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { UserViewer } from '../accounts/scope.ts';
import { parseBody, parseId, parseQuery } from './parse.ts';
import { type Call, forPermission, type Method, type Route } from './route.ts';

export function peopleRoutes(accounts: Accounts): Route[] {
  const { roles, teams } = accounts;
  const forPeople = (method: Method, path: string, handle: (call: Call, viewer: UserViewer) => Promise<unknown>) =>
    forPermission('people:manage', method, path, handle);

  return [
    forPeople('get', '/api/users', async () => accounts.users()),
    forPeople('post', '/api/users', async ({ request, caller }, viewer) =>
      accounts.createUser(viewer, parseBody(request, createUserSchema), caller),
    ),
    forPeople('patch', '/api/users/:id', async ({ request, caller }, viewer) =>
      accounts.changeUser(viewer, parseId<UserId>(request), parseBody(request, updateUserSchema), caller),
    ),
    forPeople('post', '/api/users/:id/reset-link', async ({ request, caller }, viewer) =>
      accounts.makeResetLink(viewer, parseId<UserId>(request), caller),
    ),
    forPeople('delete', '/api/users/:id/two-factor', async ({ request, caller }, viewer) =>
      accounts.resetTwoFactor(viewer, parseId<UserId>(request), caller),
    ),

    forPeople('get', '/api/roles', async () => roles.list()),
    forPeople('post', '/api/roles', async ({ request, caller }, viewer) =>
      roles.create(viewer, parseBody(request, roleInputSchema), caller),
    ),
    forPeople('put', '/api/roles/:id', async ({ request, caller }, viewer) =>
      roles.change(viewer, parseRole(request.params.id), parseBody(request, roleInputSchema), caller),
    ),
    forPeople('delete', '/api/roles/:id', async ({ request, caller }, viewer) =>
      roles.remove(viewer, parseRole(request.params.id), caller),
    ),

    forPeople('get', '/api/teams', async () => teams.list()),
    forPeople('post', '/api/teams', async ({ request, caller }, viewer) =>
      teams.create(viewer, parseBody(request, teamInputSchema).name, caller),
    ),
    forPeople('patch', '/api/teams/:id', async ({ request, caller }, viewer) =>
      teams.rename(viewer, parseId<TeamId>(request), parseBody(request, teamInputSchema).name, caller),
    ),
    forPeople('put', '/api/teams/:id/members', async ({ request, caller }, viewer) => {
      const { userId, member } = parseBody(request, membershipSchema);
      return teams.setMember(viewer, parseId<TeamId>(request), userId, member, caller);
    }),
    forPeople('delete', '/api/teams/:id', async ({ request, caller }, viewer) =>
      teams.remove(viewer, parseId<TeamId>(request), caller),
    ),

    forPermission('audit:see', 'get', '/api/audit', async ({ request }) => {
      const { before, limit, ...filter } = parseQuery(request, auditQuerySchema);
      return accounts.auditPage(filter, before ?? null, limit);
    }),
    forPermission('audit:see', 'get', '/api/audit/export', async ({ request, response, caller }, viewer) => {
      const lines = await accounts.exportAudit(viewer, parseQuery(request, auditFilterSchema), caller);
      response.attachment('audit.csv').type('text/csv; charset=utf-8');
      await pipeline(Readable.from(lines), response);
    }),
  ];
}

function parseRole(id: unknown): Role {
  const parsed = roleSchema.safeParse(id);
  if (!parsed.success) throw new AppError('not_found', 'There is nothing here.');
  return parsed.data;
}
