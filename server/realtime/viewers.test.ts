import fc from 'fast-check';
import type { ConversationViewers } from '../../shared/events-thread.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import { createViewers, type NodeViewers, type Viewers } from './viewers.ts';

const leaseMs = 30;
const ids = ['a', 'b', 'c'] as ConversationId[];

/** Nodes that hear one another, with what each told its sockets. */
function startNodes(count: number) {
  const clock = { at: 0 };
  const silent = new Set<number>();
  const told: Map<ConversationId, string[]>[] = [];
  const nodes: Viewers[] = [];
  for (let index = 0; index < count; index += 1) {
    told.push(new Map());
    const say = (said: NodeViewers): void => {
      if (silent.has(index)) return;
      for (const [other, node] of nodes.entries()) if (!silent.has(other)) node.heard(said);
    };
    const tell = ({ conversationId, viewers }: ConversationViewers): void =>
      void told[index]?.set(
        conversationId,
        viewers.map((viewer) => viewer.name),
      );
    nodes.push(createViewers({ node: `n${index}`, leaseMs, now: () => clock.at, say, tell }));
  }
  return { nodes, clock, silent, told };
}

const step = fc.record({
  node: fc.nat(1),
  socket: fc.nat(3),
  looks: fc.constantFrom<ConversationId | null | 'gone'>('a' as ConversationId, 'b' as ConversationId, null, 'gone'),
});

test('whatever pages do, every node says of each conversation who has it in front of them, once each', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { nodes, told } = startNodes(2);
      const shown = new Map<string, { who: string; looks: ConversationId }>();
      for (const { node, socket, looks } of steps) {
        const key = `${node}/${socket}`;
        // Two sockets of a node are one person's, so that somebody with two pages counts once.
        const who = `p${socket % 2}`;
        if (looks === 'gone') nodes[node]?.gone(key);
        else nodes[node]?.set(key, { id: who as UserId, name: who }, looks);
        if (looks === 'gone' || looks === null) shown.delete(key);
        else shown.set(key, { who, looks });
      }
      for (const id of ids) {
        const expected = [
          ...new Set([...shown.values()].filter(({ looks }) => looks === id).map(({ who }) => who)),
        ].sort();
        for (const [index, node] of nodes.entries()) {
          expect(node.of(id).map(({ name }) => name)).toEqual(expected);
          expect(told[index]?.get(id) ?? []).toEqual(expected);
        }
      }
    }),
  );
});

test('a node that has died is forgotten with its pages; one that lives says so in time', async () => {
  const { nodes, clock, silent, told } = startNodes(2);
  const [alive, dying] = nodes;
  alive?.set('s', { id: 'maya' as UserId, name: 'Maya' }, ids[0] ?? null);
  dying?.set('t', { id: 'ben' as UserId, name: 'Ben' }, ids[0] ?? null);
  expect(told[0]?.get(ids[0] as ConversationId)).toEqual(['Ben', 'Maya']);
  silent.add(1);
  clock.at = leaseMs - 1;
  await alive?.beat();
  expect(told[0]?.get(ids[0] as ConversationId)).toEqual(['Ben', 'Maya']);
  clock.at = leaseMs;
  await alive?.beat();
  expect(told[0]?.get(ids[0] as ConversationId)).toEqual(['Maya']);
  expect(alive?.all()).toEqual([{ conversationId: ids[0], viewers: [{ id: 'maya', name: 'Maya' }] }]);
});
