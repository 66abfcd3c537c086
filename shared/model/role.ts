/** What somebody inside may do and how far they see: built-in roles, and those a workspace makes for itself. */
import type { RoleId } from './ids.ts';
import { builtInPermissions, type Permission, permissions } from './permission.ts';

/** The roles that every workspace begins with. */
export const roles = ['agent', 'supervisor', 'admin'] as const;
export type BuiltInRole = (typeof roles)[number];
/** Names a role: one of the built-in ones, or the id of one that was made here. */
export type Role = BuiltInRole | RoleId;

/** `teams`: what they own and the queues of their teams; `all`: every conversation. */
export const reaches = ['teams', 'all'] as const;
export type Reach = (typeof reaches)[number];

export interface RoleDefinition {
  id: Role;
  /** empty for the built-in ones: each language has its own word for them */
  name: string;
  reach: Reach;
  permissions: Permission[];
  /** whoever has it must sign in in two steps */
  twoFactorRequired: boolean;
}

export const isBuiltIn = (role: Role): role is BuiltInRole => (roles as readonly string[]).includes(role);

/** As every workspace begins. */
export const builtInRoles: readonly RoleDefinition[] = roles.map((id) => ({
  id,
  name: '',
  reach: id === 'admin' ? 'all' : 'teams',
  permissions: [...builtInPermissions[id]],
  twoFactorRequired: false,
}));

/** What a role gives: its reach and what it allows. */
export type Rights = Pick<RoleDefinition, 'reach' | 'permissions'>;

/** Whether the first gives nothing that the second lacks. */
export function isWithin(rights: { reach: Reach; permissions: readonly Permission[] }, own: typeof rights): boolean {
  if (rights.reach === 'all' && own.reach !== 'all') return false;
  return rights.permissions.every((permission) => own.permissions.includes(permission));
}

/** Whether it gives everything there is: somebody enabled must always have such a role. */
export const isFull = (rights: Rights): boolean => isWithin({ reach: 'all', permissions }, rights);
