/** When two names are the same one, and who may not have the same beside each other. Pure. */
import { AppError } from '../../shared/errors.ts';
import type { Sharing } from '../../shared/model/catalogue.ts';
import type { UserId } from '../../shared/model/ids.ts';

/** Upper and lower case, wide letters and doubled spaces make no other name. */
export function sameName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase().normalize('NFKC');
}

/** Who may use what is shared so. */
export function circlesOf(sharing: Sharing, ownerId: UserId): string[] {
  switch (sharing.kind) {
    case 'mine':
      return [`user:${ownerId}`];
    case 'teams':
      return [...new Set(sharing.teamIds)].map((id) => `team:${id}`);
    case 'everybody':
      return ['everybody'];
  }
}

/** Within one circle a name stands for one thing. */
export function keysOf(kind: string, circles: readonly string[], name: string): string[] {
  return circles.map((circle) => `${kind}|${circle}|${sameName(name)}`);
}

/** One field is wrong; `why` is a word that the console has a sentence for. */
export function refuse(
  field: string,
  why: 'taken' | 'too-many' | 'unknown' | 'fixed' | 'needed' | 'twice' | 'last',
): AppError {
  return new AppError(why === 'taken' ? 'conflict' : 'invalid', sentences[why], { fields: { [field]: why } });
}

const sentences = {
  taken: 'There is one of this name already.',
  'too-many': 'There are as many as there may be.',
  unknown: 'It names something that does not exist.',
  fixed: 'This cannot be changed any more.',
  needed: 'This is needed.',
  twice: 'This is named twice.',
  last: 'Closing has to come last.',
};
