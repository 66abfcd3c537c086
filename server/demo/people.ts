/** The made-up people of the demo company. */
import type { BuiltInRole } from '../../shared/model/role.ts';

export interface DemoPerson {
  name: string;
  email: string;
  role: BuiltInRole;
  teams: readonly DemoTeam[];
  /** whether a newcomer is told how to sign in as them; the others are there so that nobody works alone */
  isShown: boolean;
}

export type DemoTeam = 'care' | 'trade';

export const demoPeople: readonly DemoPerson[] = [
  { name: 'Maya Keller', email: 'maya@parley.example', role: 'agent', teams: ['care'], isShown: true },
  { name: 'Ben Okafor', email: 'ben@parley.example', role: 'agent', teams: ['care', 'trade'], isShown: true },
  { name: 'Ines Duarte', email: 'ines@parley.example', role: 'supervisor', teams: ['care', 'trade'], isShown: true },
  { name: 'Ada Lind', email: 'admin@parley.example', role: 'admin', teams: ['care'], isShown: true },
  { name: 'Priya Raman', email: 'priya@parley.example', role: 'agent', teams: ['care'], isShown: false },
  { name: 'Noor Haddad', email: 'noor@parley.example', role: 'agent', teams: ['trade'], isShown: false },
  { name: 'Tomás Ferreira', email: 'tomas@parley.example', role: 'agent', teams: ['care', 'trade'], isShown: false },
];
