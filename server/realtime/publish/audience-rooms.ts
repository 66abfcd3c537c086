/** Broadcasts to rooms of the two servers; a room that is empty costs nothing when this node is alone. */
import type { ConsoleServer, WidgetServer } from '../servers.ts';

export interface AudienceRooms {
  console: ConsoleServer;
  widget: WidgetServer;
  /** whether anybody may be in one of these rooms; other nodes' rooms are unknown, so with them it is always yes */
  hasAgents(rooms: readonly string[]): boolean;
  hasVisitors(rooms: readonly string[]): boolean;
}

export function createAudienceRooms(console: ConsoleServer, widget: WidgetServer, isShared: boolean): AudienceRooms {
  const has = (known: ReadonlyMap<string, unknown>, rooms: readonly string[]): boolean =>
    isShared || rooms.some((room) => known.has(room));
  return {
    console,
    widget,
    hasAgents: (rooms) => has(console.of('/').adapter.rooms, rooms),
    hasVisitors: (rooms) => has(widget.of('/').adapter.rooms, rooms),
  };
}
