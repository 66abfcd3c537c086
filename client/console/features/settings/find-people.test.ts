/** People are found by what is known of them. */
import type { UserList } from '../../../../shared/api.ts';
import { findPeople } from './find-people.ts';

const list = {
  users: [
    { id: '1', name: 'Maya Keller', email: 'maya@parley.example', role: 'agent', teamIds: ['a'] },
    { id: '2', name: 'Ben Okafor', email: 'ben@parley.example', role: 'x', teamIds: ['b'] },
  ],
  teams: [
    { id: 'a', name: 'Customer care' },
    { id: 'b', name: 'Returns' },
  ],
  roles: [{ id: 'x', name: 'Coach' }],
} as unknown as UserList;
const find = (search: string) => findPeople(list, search, (role, name) => name || role).map(({ name }) => name);

test.each([
  ['', ['Maya Keller', 'Ben Okafor']],
  ['  KELLER ', ['Maya Keller']],
  ['ben@', ['Ben Okafor']],
  ['coach', ['Ben Okafor']],
  ['returns ben', ['Ben Okafor']],
  ['returns maya', []],
  ['agent', ['Maya Keller']],
])('%j', (search, names) => {
  expect(find(search)).toEqual(names);
});
