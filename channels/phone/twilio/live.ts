/** What goes on at Twilio now: calls of our number and the conferences that are ours by their names. */
import type twilio from 'twilio';
import type { CallId, LegId } from '../../../shared/model/ids.ts';
import type { LiveCall } from '../../voice.ts';
import { CUSTOMER } from './read-events.ts';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const MOST = 500;

export async function readLive(client: twilio.Twilio, number: string): Promise<LiveCall[]> {
  const [ringing, talking, conferences] = await Promise.all([
    client.calls.list({ to: number, status: 'ringing', limit: MOST }),
    client.calls.list({ to: number, status: 'in-progress', limit: MOST }),
    client.conferences.list({ limit: MOST }),
  ]);
  const waiting = new Set(
    [...ringing, ...talking].filter(({ direction }) => direction === 'inbound').map(({ sid }) => sid),
  );
  const found: LiveCall[] = [];
  for (const { sid, friendlyName, status } of conferences) {
    if (!ULID.test(friendlyName) || status === 'completed') continue;
    const people = await client.conferences(sid).participants.list({ limit: 50 });
    const inbound = people.find(({ label }) => label === CUSTOMER);
    // Of a call that we began, the customer is whoever ends it.
    const customer = inbound ?? people.find(({ endConferenceOnExit }) => endConferenceOnExit);
    if (inbound) waiting.delete(inbound.callSid);
    found.push({
      externalId: customer?.callSid ?? friendlyName,
      callId: friendlyName as CallId,
      customer: customer ? (customer.status === 'connected' ? 'joined' : 'waiting') : 'left',
      legs: people
        .filter(({ label }) => ULID.test(label))
        .map(({ label, callSid, status: state }) => ({
          ...{ legId: label as LegId, externalId: callSid, state: state === 'connected' ? 'joined' : 'ringing' },
        })),
    });
  }
  // Whoever waits while an agent is rung is not in that conference yet: the server knows which call it is.
  for (const externalId of waiting) found.push({ externalId, callId: null, customer: 'waiting', legs: [] });
  return found;
}
