/** Tags, colleagues who are asked in, and raised hands: the state of the conversation first, then the line that tells of it. */
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { ConversationEvent } from '../../shared/model/entry.ts';
import type { TagId, UserId } from '../../shared/model/ids.ts';
import { canSee, canServe, requireServing, type UserViewer } from '../accounts/scope.ts';
import { askingOf } from '../notices/occasions.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationChange } from '../timeline/timeline.ts';
import type { WorkDeps, WorkVerbs } from './ports.ts';

type Verbs = Pick<WorkVerbs, 'tag' | 'invite' | 'askIn' | 'dismiss' | 'raiseHand' | 'lowerHand'>;

export function createCompany({ timeline, catalogue, people, note, notices, clock }: WorkDeps): Verbs {
  /** The rev that the change led to makes the key: the line is there once. Answers whether anything changed. */
  async function revise(
    { id }: Conversation,
    decide: (present: Conversation) => { change: ConversationChange; event: ConversationEvent } | null,
  ): Promise<boolean> {
    let event: ConversationEvent | null = null;
    const { conversation, isChanged } = await timeline.revise(id, (present) => {
      const decided = decide(present);
      event = decided?.event ?? null;
      return decided?.change ?? null;
    });
    if (!isChanged || event === null) return false;
    await timeline.append({
      conversationId: id,
      key: `state:${id}:${conversation.rev}`,
      author: { kind: 'system' },
      identityId: conversation.identityId,
      inboxId: conversation.inboxId,
      direction: 'internal',
      body: { kind: 'event', event },
    });
    return true;
  }

  async function namesOf(ids: readonly TagId[]): Promise<ReadonlyMap<TagId, string>> {
    const tags = new Map((await catalogue.tags()).filter((tag) => !tag.archived).map((tag) => [tag.id, tag.name]));
    if (!ids.every((id) => tags.has(id))) {
      throw new AppError('invalid', 'There is no such tag.', { fields: { add: 'unknown tag' } });
    }
    return tags;
  }

  async function invite(viewer: UserViewer, conversation: Conversation, agentId: UserId): Promise<UserViewer> {
    requireServing(viewer, conversation);
    const guest = await people.viewerOfUser(agentId);
    if (!guest) throw new AppError('not_found', 'There is no such colleague.');
    await revise(conversation, ({ guestIds }) => {
      if (guestIds.includes(agentId)) return null;
      if (guestIds.length >= limits.guests) throw new AppError('conflict', 'Nobody else can be asked in.');
      const { userId: byId, name: byName } = viewer;
      return {
        change: { guestIds: [...guestIds, agentId] },
        event: { type: 'asked-in', byId, byName, agentId, agentName: guest.name },
      };
    });
    return guest;
  }

  /** Everybody who runs the floor and may see it. */
  async function helpers(viewer: UserViewer, conversation: Conversation): Promise<UserId[]> {
    const viewers = await Promise.all((await people.all()).map(({ id }) => people.viewerOfUser(id)));
    return viewers
      .filter((one) => one !== null)
      .filter((one) => one.userId !== viewer.userId && one.permissions.includes('floor:manage'))
      .filter((one) => canSee(one, conversation))
      .map((one) => one.userId);
  }

  const about = ({ id, number, customer }: Conversation) => ({
    conversationId: id,
    number,
    customerName: customer.name,
  });

  return {
    async tag(viewer, conversation, add, remove) {
      requireServing(viewer, conversation);
      const names = await namesOf(add);
      const known = new Map((await catalogue.tags()).map((tag) => [tag.id, tag.name]));
      const nameOf = (id: TagId) => names.get(id) ?? known.get(id) ?? '';
      await revise(conversation, ({ tagIds }) => {
        const added = [...new Set(add)].filter((id) => !tagIds.includes(id));
        const removed = [...new Set(remove)].filter((id) => tagIds.includes(id) && !add.includes(id));
        if (added.length === 0 && removed.length === 0) return null;
        const next = [...tagIds.filter((id) => !removed.includes(id)), ...added];
        if (next.length > limits.tags) throw new AppError('conflict', 'It has as many tags as fit.');
        const { userId: byId, name: byName } = viewer;
        const said = { added: added.map(nameOf), removed: removed.map(nameOf) };
        return { change: { tagIds: next }, event: { type: 'tagged', byId, byName, ...said } };
      });
    },
    async invite(viewer, conversation, agentId) {
      await invite(viewer, conversation, agentId);
    },
    async askIn(viewer, conversation, { agentId, clientId, text }) {
      if (agentId === viewer.userId) throw new AppError('invalid', 'Ask somebody else.');
      await invite(viewer, conversation, agentId);
      await note({ viewer, conversation, clientId, text });
      await notices.tell([agentId], {
        ...{ kind: 'asked-in', ...about(conversation), byName: viewer.name, text },
        once: askingOf(conversation.id, clientId),
      });
    },
    async dismiss(viewer, conversation, agentId) {
      if (agentId !== viewer.userId) requireServing(viewer, conversation);
      const guest = await people.viewerOfUser(agentId);
      await revise(conversation, ({ guestIds }) => {
        if (!guestIds.includes(agentId)) return null;
        const { userId: byId, name: byName } = viewer;
        return {
          change: { guestIds: guestIds.filter((id) => id !== agentId) },
          event: { type: 'guest-left', byId, byName, agentId, agentName: guest?.name ?? '' },
        };
      });
    },
    async raiseHand(viewer, conversation, text) {
      requireServing(viewer, conversation);
      const { userId: byId, name: byName } = viewer;
      const at = clock.now();
      const isRaised = await revise(conversation, ({ help }) =>
        help?.byId === byId && help.text === text
          ? null
          : { change: { help: { byId, byName, at, text } }, event: { type: 'hand-raised', byId, byName, text } },
      );
      if (!isRaised) return;
      await notices.tell(await helpers(viewer, conversation), {
        ...{ kind: 'hand-raised', ...about(conversation), byName, text },
        once: `hand-raised:${conversation.id}:${at}`,
      });
    },
    async lowerHand(viewer, conversation) {
      const { userId: byId, name: byName } = viewer;
      if (!canServe(viewer, conversation)) requireServing(viewer, conversation);
      await revise(conversation, ({ help }) =>
        help === null ? null : { change: { help: null }, event: { type: 'hand-lowered', byId, byName } },
      );
    },
  };
}
