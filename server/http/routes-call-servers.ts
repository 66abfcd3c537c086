/** STUN and TURN servers for calls, over HTTP. */
import { callServersSchema } from '../../shared/model/call-servers.ts';
import type { Audit } from '../accounts/audit.ts';
import type { CallServers } from '../call-servers.ts';
import { parseBody } from './parse.ts';
import { forPermission, type Route } from './route.ts';
import { createRecorder } from './settings.ts';

export function callServerRoutes(deps: { callServers: CallServers; audit: Pick<Audit, 'record'> }): Route[] {
  const { callServers } = deps;
  const record = createRecorder(deps.audit);
  return [
    forPermission('workspace:manage', 'get', '/api/call-servers', async () => callServers.view()),
    forPermission('workspace:manage', 'put', '/api/call-servers', async (call, viewer) => {
      await callServers.save(parseBody(call.request, callServersSchema));
      await record('call-servers.changed', viewer, 'call-servers', call, { own: true });
      return callServers.view();
    }),
    forPermission('workspace:manage', 'delete', '/api/call-servers', async (call, viewer) => {
      await callServers.save(null);
      await record('call-servers.changed', viewer, 'call-servers', call, { own: false });
      return callServers.view();
    }),
  ];
}
