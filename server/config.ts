/** Environment to typed configuration, checked before anything is built; everything that is wrong is told in one message. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseUrl } from '../shared/parse-url.ts';

const address = z.url({ protocol: /^https?$/ });
const onOff = z.enum(['on', 'off']);
const wholeNumber = (min: number, max: number) => {
  const message = `a whole number from ${min} to ${max}`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
};
const urlHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);
const listenAddress = z
  .string()
  .refine((host) => parseUrl(`http://${urlHost(host)}`)?.pathname === '/', 'a host name or an IP address')
  .default('127.0.0.1');
const listOf = (shape: RegExp, message: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    )
    .refine((all) => all.every((one) => shape.test(one)), message);

/** Every variable that is read, and nothing else; .env.example lists the same. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: listenAddress,
  PORT: wholeNumber(0, 65_535).default(3400),
  PUBLIC_BASE_URL: address.optional(),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  DATA_DIR: z.string().min(1).default('./data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'starts with mongodb:// or mongodb+srv://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'starts with redis:// or rediss://')
    .optional(),
  SECRET_KEY: z.string().min(32, 'at least 32 characters').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DEMO: onOff.optional(),
  DEMO_DAY: onOff.default('on'),
  RATE_LIMITS: onOff.default('on'),
  TWILIO_API_BASE_URL: address.optional(),
  ALLOW_SIMULATOR: z.enum(['0', '1']).default('0'),
  PHONE_SIMULATOR: onOff.default('on'),
  MAIL_HOST: listenAddress,
  MAIL_PORT: z.union([z.literal('off'), wholeNumber(0, 65_535)], 'a port from 0 to 65535, or off').default(2525),
  MAIL_PRIVATE_HOSTS: onOff.optional(),
  PRIVATE_SERVICES: onOff.optional(),
  STUN_URLS: listOf(/^stuns?:\S+$/, 'addresses such as stun:stun.example.com:3478, with commas between them'),
  TURN_URLS: listOf(/^turns?:\S+$/, 'addresses such as turn:turn.example.com:3478, with commas between them'),
  TURN_SECRET: z.string().min(16, 'at least 16 characters').optional(),
  CALL_HOST: listenAddress,
  CALL_PORTS: z
    .string()
    .regex(/^\d{4,5}-\d{4,5}$/, 'first and last port, as in 40000-40999')
    .transform((text) => text.split('-').map(Number))
    .transform(([min = 0, max = 0]) => ({ min, max }))
    .refine(({ min, max }) => min >= 1_024 && max <= 65_535 && max - min >= 9, 'at least ten ports from 1024 to 65535')
    .optional(),
});
type Environment = z.infer<typeof environmentSchema>;

export interface Config {
  production: boolean;
  host: string;
  /** 0 takes any free one */
  port: number;
  /** origin under which browsers reach us, without a path */
  publicUrl: string;
  /** proxies in front of us that append to X-Forwarded-For */
  trustedProxies: number;
  /** absolute */
  dataDir: string;
  /** undefined: the embedded store in the data folder */
  mongodbUri: string | undefined;
  redisUrl: string | undefined;
  /** undefined: drawn for the data folder */
  secretKey: string | undefined;
  logLevel: string;
  /** a made-up company with people, an inbox and a shop; this machine only */
  demo: boolean;
  /** a new demo begins with a day of work behind it */
  demoDay: boolean;
  rateLimits: boolean;
  /** where the built-in listener takes mail; null: nowhere */
  mailListener: { host: string; port: number } | null;
  /** where Twilio's REST API is; null: at Twilio itself */
  twilioApiBaseUrl: string | null;
  /** the demo has a simulated telephone network of its own */
  phoneSimulator: boolean;
  /** may mail accounts be on this machine or in its own network */
  mailPrivateHosts: boolean;
  /** may services that an admin names, such as one that transcribes, be on this machine or in its own network */
  privateServices: boolean;
  /** how browsers and the built-in phone system find each other */
  calls: {
    stun: string[];
    /** null: no TURN server */
    turn: { urls: string[]; secret: string } | null;
    /** UDP ports of the phone system; null: any */
    ports: { min: number; max: number } | null;
    /** where other nodes reach this machine's phone system */
    host: string;
  };
  /** folder of the built pages, absolute */
  clientDir: string;
}

/** Something the operator has to change; shown as one line, without a stack. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws ConfigError naming every variable that is wrong */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // A variable that is set to nothing, as in a copied .env.example, counts as not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const illFormed = new Map(parsed.error?.issues.map((issue) => [String(issue.path[0]), issue.message]));
  // The rest is looked at as if those had not been set, so that nobody mends one only to hear of the next.
  const wellFormed = Object.fromEntries(Object.entries(given).filter(([name]) => !illFormed.has(name)));
  const env = parsed.success ? parsed.data : environmentSchema.parse(wellFormed);
  const config = shape(env);
  const further = findProblems(config, env).filter(({ name }) => !illFormed.has(name));
  const problems = [...[...illFormed].map(([name, message]) => ({ name, message })), ...further];
  if (problems.length > 0) throw new ConfigError(describe(problems));
  return config;
}

function shape(env: Environment): Config {
  const production = env.NODE_ENV === 'production';
  return {
    production,
    host: env.HOST,
    port: env.PORT,
    publicUrl: new URL(env.PUBLIC_BASE_URL ?? `http://${urlHost(env.HOST)}:${env.PORT}`).origin,
    trustedProxies: env.TRUST_PROXY,
    dataDir: resolve(env.DATA_DIR),
    mongodbUri: env.MONGODB_URI,
    redisUrl: env.REDIS_URL,
    secretKey: env.SECRET_KEY,
    logLevel: env.LOG_LEVEL,
    demo: env.DEMO ? env.DEMO === 'on' : !production,
    demoDay: env.DEMO_DAY === 'on',
    rateLimits: env.RATE_LIMITS === 'on',
    mailListener: env.MAIL_PORT === 'off' ? null : { host: env.MAIL_HOST, port: env.MAIL_PORT },
    twilioApiBaseUrl: env.TWILIO_API_BASE_URL === undefined ? null : new URL(env.TWILIO_API_BASE_URL).origin,
    phoneSimulator: env.PHONE_SIMULATOR === 'on' && env.NODE_ENV === 'development',
    privateServices: env.PRIVATE_SERVICES ? env.PRIVATE_SERVICES === 'on' : !production,
    mailPrivateHosts: env.MAIL_PRIVATE_HOSTS ? env.MAIL_PRIVATE_HOSTS === 'on' : !production,
    calls: {
      stun: env.STUN_URLS,
      turn: env.TURN_SECRET && env.TURN_URLS.length > 0 ? { urls: env.TURN_URLS, secret: env.TURN_SECRET } : null,
      ports: env.CALL_PORTS ?? null,
      host: env.CALL_HOST,
    },
    clientDir: findClientDir(),
  };
}

interface Problem {
  /** the variable */
  name: string;
  message: string;
}

function findProblems(config: Config, env: Environment): Problem[] {
  const problems: Problem[] = [];
  const tell = (name: keyof Environment, message: string) => problems.push({ name, message });
  if (config.demo && config.production) tell('DEMO', 'is not for NODE_ENV=production');
  if (config.demo && !isLoopback(config.host)) {
    tell(
      'HOST',
      `the demo is for this machine only, so ${config.host} is refused; use 127.0.0.1 or NODE_ENV=production`,
    );
  }
  if (config.demo && config.mailListener && !isLoopback(config.mailListener.host)) {
    tell('MAIL_HOST', `the demo takes mail from this machine only, so ${config.mailListener.host} is refused`);
  }
  if (config.demo && env.PUBLIC_BASE_URL && !isLoopback(new URL(config.publicUrl).hostname)) {
    tell(
      'PUBLIC_BASE_URL',
      `the demo is for this machine only, so ${config.publicUrl} is refused; set NODE_ENV=production`,
    );
  }
  if (env.TURN_URLS.length > 0 !== (env.TURN_SECRET !== undefined))
    tell('TURN_URLS', 'needs TURN_SECRET, and the other way about');
  if (config.production && !env.PUBLIC_BASE_URL) tell('PUBLIC_BASE_URL', 'is needed in production');
  if (config.production && !env.SECRET_KEY) tell('SECRET_KEY', 'is needed in production (openssl rand -hex 32)');
  if (config.production && !config.rateLimits) tell('RATE_LIMITS', 'cannot be off in production');
  const { twilioApiBaseUrl } = config;
  if (config.production && twilioApiBaseUrl && !isTwilio(twilioApiBaseUrl) && env.ALLOW_SIMULATOR !== '1') {
    tell('TWILIO_API_BASE_URL', 'is not of Twilio; set ALLOW_SIMULATOR=1 if telephony is to be simulated');
  }
  if (config.redisUrl && !config.mongodbUri)
    tell('REDIS_URL', 'several nodes need one database, so set MONGODB_URI too');
  return problems;
}

const isTwilio = (origin: string): boolean => /^https:\/\/([a-z0-9-]+\.)*twilio\.com$/.test(origin);

export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function describe(problems: Problem[]): string {
  const lines = problems.map(({ name, message }) => `${name}: ${message}`);
  return lines.length === 1
    ? `Configuration: ${lines[0]}`
    : `Configuration:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Beside the compiled server, or in dist/ when run from source. */
const findClientDir = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/client' : '../client', import.meta.url));
