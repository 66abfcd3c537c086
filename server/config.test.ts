import { readFileSync } from 'node:fs';
import { environmentSchema, readConfig } from './config.ts';

const production = {
  NODE_ENV: 'production',
  HOST: '0.0.0.0',
  PUBLIC_BASE_URL: 'https://desk.example.com/',
  SECRET_KEY: 'k'.repeat(32),
};

describe('configuration', () => {
  it('needs nothing to be set', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3400,
      publicUrl: 'http://127.0.0.1:3400',
      demo: true,
      production: false,
      rateLimits: true,
      clientDir: expect.stringMatching(/\/dist\/client$/),
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', MONGODB_URI: '' })).toMatchObject({ port: 3400, mongodbUri: undefined });
  });

  it('tells everything that is wrong in one message', () => {
    const read = () =>
      readConfig({ PORT: 'many', MONGODB_URI: 'postgres://x', LOG_LEVEL: 'loud', SECRET_KEY: 'short' });
    for (const name of ['PORT', 'MONGODB_URI', 'LOG_LEVEL', 'SECRET_KEY']) expect(read).toThrow(name);
    expect(read).toThrow('PORT: a whole number from 0 to 65535');
  });

  it('tells with what is ill-formed what does not go together', () => {
    const read = () => readConfig({ PORT: 'many', HOST: '0.0.0.0', TURN_SECRET: 's'.repeat(16) });
    for (const name of ['PORT', 'HOST', 'TURN_URLS']) expect(read).toThrow(name);
    for (const HOST of ['my host', 'a/b', 'http://a']) {
      expect(() => readConfig({ HOST })).toThrow('HOST: a host name or an IP address');
    }
    const short = () => readConfig({ ...production, SECRET_KEY: 'short' });
    expect(short).toThrow(/^Configuration: SECRET_KEY: at least 32 characters$/);
  });

  it('keeps the demo on this machine', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/^Configuration: HOST: the demo is for this machine only/);
    expect(() => readConfig({ PUBLIC_BASE_URL: 'https://desk.example.com' })).toThrow(/PUBLIC_BASE_URL: the demo/);
    for (const HOST of ['localhost', '127.0.0.5', '::1']) expect(readConfig({ HOST }).demo).toBe(true);
    expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3400');
  });

  it('asks production for what only its operator knows', () => {
    expect(readConfig(production)).toMatchObject({ demo: false, publicUrl: 'https://desk.example.com' });
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/PUBLIC_BASE_URL[\s\S]*SECRET_KEY/);
    expect(() => readConfig({ ...production, DEMO: 'on' })).toThrow('DEMO');
    expect(() => readConfig({ ...production, RATE_LIMITS: 'off' })).toThrow('RATE_LIMITS');
  });

  it('wants one database for nodes that act as one', () => {
    expect(() => readConfig({ REDIS_URL: 'redis://localhost' })).toThrow('MONGODB_URI');
  });

  it('is described by .env.example, each variable with a comment, in both directions', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n');
    const described = lines.flatMap((line, index) => {
      const name = /^([A-Z_]+)=/.exec(line)?.[1];
      if (name === undefined) return [];
      const above = lines
        .slice(0, index)
        .reverse()
        .find((other) => !/^[A-Z_]+=/.test(other));
      expect(above).toMatch(/^# \S/);
      return [name];
    });
    expect(described.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
    const values = Object.fromEntries(
      lines.flatMap((line) => [/^([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []]).filter((pair) => pair.length > 0),
    );
    expect(readConfig(values)).toEqual(readConfig({}));
  });
});
