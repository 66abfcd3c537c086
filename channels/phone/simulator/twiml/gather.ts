/** Gather: keys pressed while something is said, or some time after. */
import { actionOf, type Context, next, type Outcome } from './context.ts';
import type { XmlElement } from './parse-xml.ts';
import { pause, play, say } from './sounds.ts';

export async function gather(context: Context, verb: XmlElement): Promise<Outcome> {
  const { attributes, children } = verb;
  const most = Number(attributes.numDigits ?? Number.POSITIVE_INFINITY);
  const finish = attributes.finishOnKey ?? '#';
  const seconds = Number(attributes.timeout ?? 5);
  const prompt = context.scope.child();
  let digits = '';
  let isDone = false;
  let heard: () => void = () => undefined;
  const onDigit = (digit: string) => {
    if (isDone) return;
    // Whoever presses a key has heard enough.
    prompt.stop();
    if (digit === finish) isDone = true;
    else digits += digit;
    if (digits.length >= most) isDone = true;
    heard();
  };
  context.leg.onDigit.add(onDigit);
  try {
    await speak({ ...context, scope: prompt }, children);
    while (!isDone) {
      const came = await context.scope.until<boolean>((done) => {
        heard = () => done(true);
        return context.world.clock.after(seconds * 1_000, () => done(false));
      });
      if (!came) break;
    }
  } finally {
    context.leg.onDigit.delete(onDigit);
    prompt.stop();
  }
  if (digits === '' && attributes.actionOnEmptyResult !== 'true') return next;
  const source = actionOf(context, verb, { Digits: digits });
  return source ? { to: 'document', source } : next;
}

async function speak(context: Context, verbs: XmlElement[]): Promise<void> {
  try {
    for (const verb of verbs) {
      if (verb.name === 'Say') await say(context, verb);
      else if (verb.name === 'Play') await play(context, verb);
      else if (verb.name === 'Pause') await pause(context, verb);
    }
  } catch (error) {
    // Keys interrupt what is said; whatever ends the call is noticed by the wait that follows.
    if (!context.scope.stopped) throw error;
  }
}
