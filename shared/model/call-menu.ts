/** What callers of a phone inbox hear and may choose. Its words are said by whatever carries the sound, in one language. */
import { z } from 'zod';
import { idSchema, type QueueId } from './ids.ts';

const said = z.string().trim().max(1_000);

/** Where a choice leads. */
export const callWaySchema = z.discriminatedUnion('to', [
  /** null: the inbox's own queue */
  z.object({ to: z.literal('queue'), queueId: idSchema<QueueId>().nullable() }),
  z.object({ to: z.literal('menu'), key: z.string().min(1).max(32) }),
  z.object({ to: z.literal('voicemail') }),
  /** E.164, or what the channel makes of it */
  z.object({ to: z.literal('forward'), number: z.string().min(1).max(32) }),
  /** called back when it would be their turn, without waiting on the line */
  z.object({ to: z.literal('callback'), queueId: idSchema<QueueId>().nullable() }),
  z.object({ to: z.literal('hang-up') }),
]);
export type CallWay = z.infer<typeof callWaySchema>;

export const callMenuSchema = z
  .object({
    /** BCP 47 */
    language: z.string().min(2).max(35),
    /** said once at the beginning; also where consent to recording is told */
    greeting: said,
    /** asked after the greeting; null: straight to the inbox's queue */
    start: z.string().min(1).max(32).nullable(),
    menus: z
      .array(
        z.object({
          key: z.string().min(1).max(32),
          say: said.min(1),
          choices: z
            .array(z.object({ digit: z.string().regex(/^[0-9*#]$/), label: z.string().max(80), way: callWaySchema }))
            .min(1)
            .max(12),
        }),
      )
      .max(20),
    /** outside the hours of the inbox's calendar */
    closed: z.object({ say: said, way: callWaySchema }),
    waiting: z.object({
      say: said,
      /** how often the place is told, s */
      everySeconds: z.number().int().min(10).max(300),
      tellsPlace: z.boolean(),
      /** pressing 1 asks to be called back without losing the place */
      offersCallback: z.boolean(),
      /** after so long it is voicemail; null: never */
      maxSeconds: z.number().int().min(30).max(7_200).nullable(),
    }),
    voicemail: z.object({ say: said, maxSeconds: z.number().int().min(10).max(600) }),
    record: z.boolean(),
    /** of whoever presses nothing, or a key that means nothing: what is said before the choices come again, how often, and where it ends */
    unclear: z
      .object({ say: said, tries: z.number().int().min(1).max(5), way: callWaySchema })
      .default({ say: '', tries: 3, way: { to: 'queue', queueId: null } }),
  })
  .superRefine((menu, ctx) => {
    const keys = new Set(menu.menus.map(({ key }) => key));
    for (const [at, { choices }] of menu.menus.entries()) {
      for (const [index, { digit }] of choices.entries()) {
        if (choices.findIndex((choice) => choice.digit === digit) === index) continue;
        ctx.addIssue({
          code: 'custom',
          path: ['menus', at, 'choices', index, 'digit'],
          message: 'a key means one thing',
        });
      }
    }
    const ways = [
      ...menu.menus.flatMap(({ choices }) => choices.map(({ way }) => way)),
      menu.closed.way,
      menu.unclear.way,
    ];
    const missing = [menu.start, ...ways.map((way) => (way.to === 'menu' ? way.key : null))];
    for (const key of missing) {
      if (key !== null && !keys.has(key)) ctx.addIssue({ code: 'custom', path: ['menus'], message: `no menu ${key}` });
    }
  });
export type CallMenu = z.infer<typeof callMenuSchema>;

/** Until somebody has written another: no choices, the queue, voicemail when nobody is there. */
export const usualCallMenu: CallMenu = {
  language: 'en-US',
  greeting: 'Welcome. Please hold the line, we will be with you in a moment.',
  start: null,
  menus: [],
  closed: { say: 'We are closed at the moment.', way: { to: 'voicemail' } },
  waiting: {
    say: 'Everybody is talking to somebody else. Please stay on the line.',
    everySeconds: 30,
    tellsPlace: true,
    offersCallback: true,
    maxSeconds: null,
  },
  voicemail: { say: 'Please leave a message after the tone, and we will call you back.', maxSeconds: 120 },
  record: false,
  unclear: { say: '', tries: 3, way: { to: 'queue', queueId: null } },
};
