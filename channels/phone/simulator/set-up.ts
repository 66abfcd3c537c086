/** What the simulator's process is told when it begins, and the file by which it is found again. */
import { z } from 'zod';

export const SIMULATOR_FILE = 'simulator.json';

export const simulatorSetUpSchema = z.object({
  /** its own */
  folder: z.string().min(1),
  /** the same for the same set-up: whoever wants another one starts another one */
  key: z.string().min(1),
  account: z.object({ sid: z.string(), authToken: z.string(), apiKeySid: z.string(), apiKeySecret: z.string() }),
  /** `hooks`: where what happens at the number is told; `patience`: the document that callers are given while nobody answers there */
  numbers: z.array(z.object({ number: z.string(), hooks: z.string(), patience: z.string().optional() })),
  /** that WhatsApp has approved, in the account */
  templates: z.array(z.object({ name: z.string(), language: z.string(), text: z.string() })).default([]),
  origins: z.array(z.string()),
  controlToken: z.string().min(1),
  /** it ends itself when nobody has asked for anything for so long, unless it carries a call */
  idleMs: z.number().int(),
});
export type SimulatorSetUp = z.infer<typeof simulatorSetUpSchema>;

export const simulatorAddressSchema = z.object({ key: z.string(), url: z.string(), pid: z.number().int() });
export type SimulatorAddress = z.infer<typeof simulatorAddressSchema>;
