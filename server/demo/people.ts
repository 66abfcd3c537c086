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

/** Who is shown answers the mail; the others play the day's chats. */
export type DemoTeam = 'care' | 'trade' | 'mail';
export type ChatTeam = Exclude<DemoTeam, 'mail'>;

export const demoPeople: readonly DemoPerson[] = [
  { name: 'Maya Keller', email: 'maya@parley.example', role: 'agent', teams: ['care', 'mail'], isShown: true },
  { name: 'Ben Okafor', email: 'ben@parley.example', role: 'agent', teams: ['care', 'trade', 'mail'], isShown: true },
  {
    name: 'Ines Duarte',
    email: 'ines@parley.example',
    role: 'supervisor',
    teams: ['care', 'trade', 'mail'],
    isShown: true,
  },
  { name: 'Ada Lind', email: 'admin@parley.example', role: 'admin', teams: ['care'], isShown: true },
  { name: 'Priya Raman', email: 'priya@parley.example', role: 'agent', teams: ['care'], isShown: false },
  { name: 'Noor Haddad', email: 'noor@parley.example', role: 'agent', teams: ['trade'], isShown: false },
  { name: 'Tomás Ferreira', email: 'tomas@parley.example', role: 'agent', teams: ['care', 'trade'], isShown: false },
];
