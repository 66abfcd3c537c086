/** What Twilio's API says to a command, in the words of the port. */
import type { CommandResult } from '../../voice.ts';

/** As the SDK throws them; a request that got no answer has no status. */
interface Refused {
  status?: number;
  code?: number | string;
  message?: string;
}

/** 20404: there is no such thing any more. 21220: the call is not in progress. */
const gone = new Set([20_404, 21_220]);
const RATE_MS = 2_000;

export async function carryOut(work: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await work();
  } catch (error) {
    return readRefusal(error as Refused);
  }
}

export function readRefusal({ status, code, message = 'Twilio did not answer' }: Refused): CommandResult {
  if (status === 404 || gone.has(Number(code))) return { state: 'gone' };
  const reason = typeof code === 'number' ? `${message} (Twilio ${code})` : message;
  if (status === 429 || Number(code) === 20_429)
    return { state: 'failed', retryable: true, reason, retryAfterMs: RATE_MS };
  // No status: it was not answered. What it asked for may have happened, so commands look before they ask again.
  return { state: 'failed', retryable: status === undefined || status >= 500, reason };
}

/** Whether it may have been carried out although nobody said so. */
export const isUncertain = (error: unknown): boolean => {
  const { status } = error as Refused;
  return status === undefined || status >= 500;
};
