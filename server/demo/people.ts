/** The made-up people of the demo company. */
import type { Role } from '../../shared/model/agent.ts';

export interface DemoPerson {
  name: string;
  email: string;
  role: Role;
}

export const demoPeople = [
  { name: 'Maya Keller', email: 'maya@parley.example', role: 'agent' },
  { name: 'Ben Okafor', email: 'ben@parley.example', role: 'agent' },
  { name: 'Ines Duarte', email: 'ines@parley.example', role: 'supervisor' },
  { name: 'Ada Lind', email: 'admin@parley.example', role: 'admin' },
] as const satisfies readonly DemoPerson[];
