/** Fills an empty database with the demo company; dying halfway is mended by the next start. */
import type { InboxId, TeamId, UserId } from '../../shared/model/ids.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Directory } from '../store/directory.ts';
import type { DemoFile } from './demo-file.ts';
import { demoPeople } from './people.ts';
import { layOutWorkspace, northlight } from './workspace.ts';

export interface Demo {
  inboxId: InboxId;
  people: { name: string; email: string; role: string; password: string }[];
}

export interface SeedDeps {
  directory: Directory;
  accounts: Pick<Accounts, 'users' | 'addUser'>;
}

export async function seedDemo({ directory, accounts }: SeedDeps, file: DemoFile): Promise<Demo> {
  const workspace = await directory.workspace();
  if (!workspace?.demoInboxId) {
    await layOutWorkspace(directory, file.ids, northlight);
    await addPeople(accounts, file, file.ids.team);
    await directory.changeWorkspace({ demoInboxId: file.ids.inbox });
  }
  return {
    inboxId: workspace?.demoInboxId ?? file.ids.inbox,
    people: demoPeople.map((person) => ({ ...person, password: file.passwords[person.email] ?? '' })),
  };
}

async function addPeople(accounts: SeedDeps['accounts'], file: DemoFile, teamId: TeamId): Promise<void> {
  const there = new Map<string, UserId>((await accounts.users()).users.map((user) => [user.email, user.id]));
  for (const person of demoPeople) {
    if (!there.has(person.email)) {
      await accounts.addUser({ ...person, teamIds: [teamId] }, file.passwords[person.email] ?? '');
    }
  }
}
