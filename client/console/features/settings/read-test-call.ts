/** How far a test call has come, as steps that are told one by one. Pure. */
import type { AccountStep } from '../../../../shared/model/account.ts';
import type { CallEnding, CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';

export interface TestStep {
  step: 'asked' | 'own' | 'rings' | 'answered' | 'over';
  state: AccountStep['state'];
  ending?: CallEnding;
  /** ms */
  talked?: number;
}

/** Null: the server has taken it on, and tells nothing of it yet. */
export function readTestCall(call: CallView | null, me: UserId): TestStep[] {
  const steps: TestStep[] = [{ step: 'asked', state: 'ok' }];
  if (call === null) return steps;
  const own = call.parties.find(({ userId }) => userId === me);
  const isOver = call.endedAt !== null;
  const wasAnswered = call.answeredAt !== null;
  const ending = call.ending ?? 'unreachable';
  // It is only rung, and may only have ended so, once the own side stood.
  const stood = own?.state === 'joined' || wasAnswered || (isOver && ending !== 'abandoned');
  steps.push({ step: 'own', state: stood ? 'ok' : isOver ? 'failed' : 'running' });
  if (!stood) return steps;
  steps.push({ step: 'rings', state: wasAnswered ? 'ok' : isOver ? 'failed' : 'running', ...(isOver && { ending }) });
  if (!wasAnswered) return steps;
  steps.push({ step: 'answered', state: isOver ? 'ok' : 'running' });
  if (isOver) steps.push({ step: 'over', state: 'ok', talked: (call.endedAt ?? 0) - (call.answeredAt ?? 0) });
  return steps;
}
