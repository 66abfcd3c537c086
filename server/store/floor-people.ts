/** People inside as the floor names them: who they are, without anything of their account. */
import type mongoose from 'mongoose';
import type { Role } from '../../shared/model/agent.ts';
import type { TeamId, UserId } from '../../shared/model/ids.ts';

export interface FloorPerson {
  id: UserId;
  name: string;
  role: Role;
  teamIds: TeamId[];
}

/** Everybody who is not disabled. */
export interface FloorPeople {
  all(): Promise<FloorPerson[]>;
  find(id: UserId): Promise<FloorPerson | null>;
}

interface Row {
  _id: UserId;
  name: string;
  role: Role;
  teamIds: TeamId[];
  disabled: boolean;
}

export function createFloorPeople(connection: mongoose.Connection): FloorPeople {
  const users = connection.collection<Row>('users');
  const shown = { projection: { name: 1, role: 1, teamIds: 1 } };
  return {
    async all() {
      const rows = await users.find({ disabled: false }, shown).sort({ name: 1, _id: 1 }).toArray();
      return rows.map(toPerson);
    },
    async find(id) {
      const row = await users.findOne({ _id: id, disabled: false }, shown);
      return row && toPerson(row);
    },
  };
}

const toPerson = ({ _id, name, role, teamIds }: Omit<Row, 'disabled'>): FloorPerson => ({
  id: _id,
  name,
  role,
  teamIds,
});
