/** Everything people do with conversations as work, for sockets, bulk actions, macros and later interfaces alike. */
import { createCompany } from './company.ts';
import { createMoving } from './moving.ts';
import { createOwnership } from './ownership.ts';
import type { WorkDeps, WorkVerbs } from './ports.ts';
import { createPresenceVerbs } from './presence.ts';

export type { Ending, WorkDeps, WorkVerbs } from './ports.ts';

export function createWorkVerbs(deps: WorkDeps): WorkVerbs {
  return { ...createOwnership(deps), ...createCompany(deps), ...createMoving(deps), ...createPresenceVerbs(deps) };
}
