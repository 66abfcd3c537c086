/** STUN and TURN servers for calls: as an admin wrote them, else as the environment names them. The secret is kept sealed. */
import { AppError } from '../shared/errors.ts';
import type { CallServerList, CallServers as CallServersView, GivenCallServers } from '../shared/model/call-servers.ts';
import type { SecretBox } from './lib/secret-box.ts';
import type { ChannelStateStore } from './store/channel-state.ts';

/** As the channel of calls uses them. */
export interface UsedCallServers {
  stun: string[];
  turn: { urls: string[]; secret: string } | null;
}

export interface CallServers {
  used(): Promise<UsedCallServers>;
  view(): Promise<CallServersView>;
  /** Null: those of the environment from now on. @throws AppError `invalid` for TURN without its secret */
  save(given: GivenCallServers | null): Promise<void>;
}

interface Kept {
  stun: string[];
  turn: string[];
  /** sealed */
  secret: string | null;
}

const KEY = 'workspace';
const CONTEXT = 'call-servers';
const SHORTEST = 16;

export function createCallServers(deps: {
  channelState: ChannelStateStore;
  secretBox: SecretBox;
  usual: UsedCallServers;
}): CallServers {
  const { secretBox, usual } = deps;
  const state = deps.channelState.of('call-servers');
  const read = async () => {
    const stored = await state.get<Kept | null>(KEY);
    return { kept: stored?.value ?? null, version: stored?.version ?? null };
  };
  const usualList: CallServerList = {
    ...{ stun: usual.stun, turn: usual.turn?.urls ?? [], hasSecret: usual.turn !== null },
  };

  return {
    async used() {
      const { kept } = await read();
      if (kept === null) return usual;
      const { stun, turn, secret } = kept;
      return { stun, turn: secret && turn.length > 0 ? { urls: turn, secret: secretBox.open(secret, CONTEXT) } : null };
    },
    async view() {
      const { kept } = await read();
      const shown = kept && { stun: kept.stun, turn: kept.turn, hasSecret: kept.secret !== null };
      return { ...(shown ?? usualList), isOwn: kept !== null, usual: usualList };
    },
    async save(given) {
      const { kept, version } = await read();
      if (given?.secret && given.secret.length < SHORTEST) throw wrong(`at least ${SHORTEST} characters`);
      const secret = given?.secret ? secretBox.seal(given.secret, CONTEXT) : (kept?.secret ?? null);
      if (given && given.turn.length > 0 && secret === null) throw wrong('TURN needs its secret');
      const next: Kept | null = given && { stun: given.stun, turn: given.turn, secret };
      if (!(await state.put(KEY, next, version))) throw new AppError('conflict', 'Somebody else is changing them.');
    },
  };
}

const wrong = (secret: string): AppError =>
  new AppError('invalid', 'Some fields are not valid.', { fields: { secret } });
