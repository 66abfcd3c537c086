/** What a role allows, beyond which conversations it reaches. */
import type { BuiltInRole } from './role.ts';

export const permissions = [
  /** reads the rest of a customer's timeline while serving them */
  'timeline:all',
  /** changes what is known of a customer */
  'customers:edit',
  /** shares canned replies, macros and saved views with a team */
  'replies:share',
  /** sees the queues and agents live, and the numbers behind them */
  'floor:see',
  /** gives work to people, takes it over, sets its priority, sets an agent's state */
  'floor:manage',
  /** people, teams and roles */
  'people:manage',
  /** queues, inboxes, hours, tags and the like */
  'workspace:manage',
  'audit:see',
  /** brings customers in from files, and takes what is known of them out */
  'data:transfer',
  /** erases customers, and says how long things are kept */
  'data:erase',
] as const;
export type Permission = (typeof permissions)[number];

const agent: readonly Permission[] = ['timeline:all', 'customers:edit'];
const supervisor: readonly Permission[] = [...agent, 'replies:share', 'floor:see', 'floor:manage'];

/** What the roles that every workspace begins with allow. */
export const builtInPermissions: Record<BuiltInRole, readonly Permission[]> = { agent, supervisor, admin: permissions };
