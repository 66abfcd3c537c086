/** Macros, tags and the like, made as somebody would make them in the settings. */
import type { MacroAction } from '../../shared/model/catalogue.ts';
import type { MacroId, TagId } from '../../shared/model/ids.ts';
import { nextClientId } from './client-id.ts';
import type { Stage as WholeStage } from './start-parley.ts';
import type { PersonName } from './world.ts';

type Stage = Pick<WholeStage, 'parley' | 'company'>;

const caller = { address: '127.0.0.1', userAgent: 'test' };

async function viewerOf({ parley, company }: Stage, name: PersonName) {
  const viewer = await parley.app.accounts.viewerOfUser(company.users[name]);
  if (!viewer) throw new Error(`${name} is nobody`);
  return viewer;
}

/** One that only its owner may use. */
export async function makeMacro(stage: Stage, name: PersonName, actions: MacroAction[]): Promise<MacroId> {
  const input = { name: nextClientId('Macro'), actions, sharing: { kind: 'mine' as const } };
  const made = await stage.parley.app.catalogue.shared.create('macro', input, await viewerOf(stage, name), caller);
  return made.id;
}

export async function makeTag(stage: Stage, name: string): Promise<TagId> {
  const input = { name: `${name} ${nextClientId()}`, colour: 'grey' as const, archived: false };
  const made = await stage.parley.app.catalogue.listed.create('tag', input, await viewerOf(stage, 'ada'), caller);
  return made.id;
}

/** For everybody. */
export async function makeReply(stage: Stage, shortcut: string, text: string): Promise<void> {
  const input = { shortcut, text, sharing: { kind: 'everybody' as const } };
  await stage.parley.app.catalogue.shared.create('canned-reply', input, await viewerOf(stage, 'ines'), caller);
}
