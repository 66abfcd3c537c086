/** Fills an empty database with the demo company; dying halfway is mended by the next start. */
import type { InboxId, TeamId, UserId } from '../../shared/model/ids.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Directory } from '../store/directory.ts';
import type { DemoFile } from './demo-file.ts';
import { fillCatalogue } from './lists.ts';
import { type DemoTeam, demoPeople } from './people.ts';
import { layOutMailbox, layOutWorkspace, northlight, northlightMailbox, northlightTrade } from './workspace.ts';

export interface Demo {
  inboxId: InboxId;
  /** where the demo company takes mail; null in demos of an earlier time */
  mailAddress: string | null;
  /** those a newcomer may sign in as */
  people: { name: string; email: string; role: string; password: string }[];
}

export interface SeedDeps {
  directory: Directory;
  accounts: Pick<Accounts, 'users' | 'addUser' | 'viewerOfUser'>;
  catalogue: Catalogue;
}

export async function seedDemo(deps: SeedDeps, file: DemoFile): Promise<Demo> {
  const { directory } = deps;
  const workspace = await directory.workspace();
  if (!workspace?.demoInboxId) {
    await layOutWorkspace(directory, file.ids, northlight);
    if (file.trade) await layOutWorkspace(directory, { ...file.trade, calendar: file.ids.calendar }, northlightTrade);
    if (file.mailbox) await layOutMailbox(directory, { ...file.ids, inbox: file.mailbox }, file.mail);
    await addPeople(deps.accounts, file);
    await addLists(deps);
    await directory.changeWorkspace({ demoInboxId: file.ids.inbox });
  }
  const shown = demoPeople.filter(({ isShown }) => isShown);
  return {
    inboxId: workspace?.demoInboxId ?? file.ids.inbox,
    mailAddress: file.mailbox ? northlightMailbox.address : null,
    people: shown.map(({ name, email, role }) => ({ name, email, role, password: file.passwords[email] ?? '' })),
  };
}

async function addPeople(accounts: SeedDeps['accounts'], file: DemoFile): Promise<void> {
  const there = new Map<string, UserId>((await accounts.users()).users.map((user) => [user.email, user.id]));
  const teams: Record<DemoTeam, TeamId | undefined> = {
    care: file.ids.team,
    trade: file.trade?.team,
    mail: file.mail?.team,
  };
  for (const { name, email, role, teams: of } of demoPeople) {
    const password = file.passwords[email];
    if (password === undefined || there.has(email)) continue;
    const teamIds = of.map((team) => teams[team]).filter((id) => id !== undefined);
    await accounts.addUser({ name, email, role, teamIds }, password);
  }
}

async function addLists({ accounts, catalogue }: SeedDeps): Promise<void> {
  if ((await catalogue.tags()).length > 0) return;
  const ada = (await accounts.users()).users.find(({ role }) => role === 'admin');
  const admin = ada && (await accounts.viewerOfUser(ada.id));
  if (admin) await fillCatalogue(catalogue, admin);
}
