/** Enqueue: waits in a queue, hearing its waiting document over and over, until taken, sent on, or gone. */
import { isOver } from '../engine/calls.ts';
import { callParams } from '../engine/params.ts';
import type { QueueResult } from '../engine/queues.ts';
import { Interrupted } from '../engine/scope.ts';
import { actionOf, type Context, methodOf, next, type Outcome, resolveUrl, sleep, tellAction } from './context.ts';
import { loadDocument } from './document.ts';
import type { XmlElement } from './parse-xml.ts';

/** A waiting document that says nothing is asked for again no sooner. */
const LEAST_MS = 1_000;

export async function enqueue(context: Context, verb: XmlElement): Promise<Outcome> {
  const { queues, leg, scope, world } = context;
  const { attributes } = verb;
  const { sid } = leg.call;
  const queue = queues.open(verb.text.trim(), attributes.maxQueueSize ? Number(attributes.maxQueueSize) : undefined);
  const since = world.clock.now();
  const result = (how: QueueResult) => ({
    QueueResult: how,
    QueueSid: queue.sid,
    QueueTime: String(Math.round((world.clock.now() - since) / 1_000)),
  });
  const waitingScope = scope.child();
  let how: QueueResult = 'leave';
  try {
    how = await scope.until<QueueResult>((done) => {
      const entered = queues.enter(queue, {
        ...{ callSid: sid, since },
        taken(room, over) {
          waitingScope.stop();
          leg.onEnd.add(over);
          world.media.place(sid, room, { mode: 'talk' });
        },
        released() {
          world.media.place(sid, null, { mode: 'talk' });
          done('bridged');
        },
      });
      if (!entered) done('queue-full');
      else {
        world.track(
          Promise.resolve().then(
            () => void waitThere({ ...context, scope: waitingScope }, verb, queue.sid, () => done('leave')),
          ),
        );
      }
      return () => {
        waitingScope.stop();
        queues.leave(queue, sid);
      };
    });
  } catch (error) {
    if (error instanceof Interrupted) tellAction(context, verb, result(isOver(leg.call) ? 'hangup' : 'redirected'));
    throw error;
  }
  if (attributes.action === undefined) return next;
  const source = actionOf(context, verb, result(how));
  return source ? { to: 'document', source } : next;
}

async function waitThere(context: Context, verb: XmlElement, queueSid: string, leave: () => void): Promise<void> {
  const { attributes } = verb;
  const { world, leg, queues, webhooks } = context;
  const since = world.clock.now();
  try {
    for (;;) {
      if (attributes.waitUrl === undefined || attributes.waitUrl === '') return;
      const waiting = queues.find(queueSid)?.waiting ?? [];
      const begun = world.clock.now();
      let source: Parameters<typeof loadDocument>[2] | null = {
        ...{ kind: 'url', url: resolveUrl(context, attributes.waitUrl), method: methodOf(attributes.waitUrlMethod) },
        extra: {
          QueuePosition: String(waiting.findIndex(({ callSid }) => callSid === leg.call.sid) + 1),
          QueueSid: queueSid,
          QueueTime: String(Math.round((begun - since) / 1_000)),
          AvgQueueTime: '0',
          CurrentQueueSize: String(waiting.length),
        },
      };
      while (source) {
        const work = loadDocument(world, webhooks, source, callParams(world, leg.call));
        world.track(work);
        const document = await work;
        if (context.scope.stopped) return;
        const outcome = document && (await context.runVerbs({ ...context, base: document.base }, document.verbs));
        if (outcome?.to === 'leave') return leave();
        source = outcome?.to === 'document' ? outcome.source : null;
      }
      if (world.clock.now() - begun < LEAST_MS) await sleep(context, LEAST_MS);
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
}
