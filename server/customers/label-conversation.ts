/** Whom a conversation shows as its customer. Pure. */
import type { CustomerId } from '../../shared/model/ids.ts';
import type { Conversation } from '../timeline/model.ts';

type Label = Conversation['customer'];

/**
 * `hasOwnName`: whoever the conversation's identity belongs to has a name of their own. One without is called in each conversation as they said
 * there, or by a made-up name: that is kept, for when the merge that gave them a name is undone.
 */
export function labelFor(
  shown: Label,
  id: CustomerId,
  name: string | null,
  hasOwnName: boolean,
  traits: readonly string[],
): Label {
  const { ownName, traits: _before, ...kept } = shown;
  const rest = { ...kept, ...(traits.length > 0 && { traits: [...traits] }) };
  if (name === null) return { ...rest, id, name: ownName ?? rest.name };
  return { ...rest, id, name, ...(hasOwnName ? null : { ownName: ownName ?? rest.name }) };
}
