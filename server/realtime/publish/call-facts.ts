/** Brings a call to those who may see it: whoever sees its conversation, and whoever is in it. */
import type { IdentityId, UserId } from '../../../shared/model/ids.ts';
import { agentRoom } from '../../accounts/scope.ts';
import type { Calls } from '../../calls/create-calls.ts';
import type { CallFact } from '../../calls/ports.ts';
import { listeningOf, visitorViewOf } from '../../calls/view.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { presentCall } from '../present/call.ts';
import { listRooms, visitorRoomIn } from '../rooms.ts';
import type { AudienceRooms } from './audience-rooms.ts';

interface Deps {
  rooms: AudienceRooms;
  calls: Pick<Calls, 'present'>;
  timeline: Pick<Timeline, 'find'>;
}

export async function publishCall({ rooms, calls, timeline }: Deps, { before, after }: CallFact): Promise<void> {
  const supervisors = after.legs.filter(({ role }) => role === 'supervisor').flatMap(({ userId }) => userId ?? []);
  for (const userId of new Set<UserId>(supervisors)) {
    const listening = listeningOf(after, userId);
    const was = before && listeningOf(before, userId);
    if (JSON.stringify(listening) === JSON.stringify(was)) continue;
    rooms.console.to(agentRoom(userId)).emit('call:listening', { listening });
  }
  if (after.by === 'web' && after.from) {
    const own = visitorRoomIn(after.inboxId, after.from.value as IdentityId);
    const told = visitorViewOf(after);
    const was = before && { ...visitorViewOf(before), version: told.version };
    if (rooms.hasVisitors([own]) && JSON.stringify(was) !== JSON.stringify(told))
      rooms.widget.to(own).emit('call:changed', { call: told });
  }
  const conversation = after.conversationId ? await timeline.find(after.conversationId) : null;
  const view = conversation && (await calls.present(after));
  if (!conversation || !view) return;
  const parties = [...after.legs, ...(before?.legs ?? [])].filter(({ role }) => role !== 'supervisor');
  const theirs = parties.flatMap(({ userId }) => (userId ? [agentRoom(userId)] : []));
  const told = [...new Set([...listRooms(conversation), ...theirs])];
  if (rooms.hasAgents(told)) rooms.console.to(told).emit('call:changed', { call: presentCall(view) });
}
