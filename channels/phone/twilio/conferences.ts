/** Which conference a call has at Twilio, and who takes part; participants are found by our label. */
import type twilio from 'twilio';
import type { CallId } from '../../../shared/model/ids.ts';

type ParticipantList = Awaited<ReturnType<ReturnType<twilio.Twilio['conferences']>['participants']['list']>>;
export type Participant = ParticipantList[number];

export interface Conferences {
  /** null: there is none that goes on */
  sidOf(callId: CallId): Promise<string | null>;
  /** null: not in it */
  participant(callId: CallId, label: string): Promise<Participant | null>;
  learn(callId: CallId, conferenceSid: string): void;
}

const MOST_KEPT = 5_000;

export function createConferences(client: twilio.Twilio): Conferences {
  const known = new Map<CallId, string>();

  const learn = (callId: CallId, sid: string) => {
    known.delete(callId);
    known.set(callId, sid);
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  };

  async function look(callId: CallId): Promise<string | null> {
    const found = await client.conferences.list({ friendlyName: callId, limit: 20 });
    const open = found.find(({ status }) => status !== 'completed');
    if (open) learn(callId, open.sid);
    else known.delete(callId);
    return open?.sid ?? null;
  }

  const sidOf = async (callId: CallId): Promise<string | null> => known.get(callId) ?? look(callId);

  const inside = async (sid: string, label: string): Promise<Participant | null> => {
    try {
      return (await client.conferences(sid).participants(label).fetch()) as unknown as Participant;
    } catch (error) {
      if ((error as { status?: number }).status === 404) return null;
      throw error;
    }
  };

  return {
    learn,
    sidOf,
    async participant(callId, label) {
      const before = await sidOf(callId);
      const found = before === null ? null : await inside(before, label);
      if (found) return found;
      // What was known may have ended, and another begun under the same name.
      const now = await look(callId);
      return now === null || now === before ? null : inside(now, label);
    },
  };
}
