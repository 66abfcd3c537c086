import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { explainError } from './wire-error.ts';

const named = (name: string, fields: object = {}): Error => Object.assign(new Error(name), { name, ...fields });

describe('explaining errors', () => {
  it.each([
    [new AppError('conflict', 'taken'), 'conflict', true],
    [z.object({ a: z.string() }).safeParse({}).error, 'invalid', true],
    [named('Error', { code: 'ENOSPC' }), 'not_ready', false],
    [named('MongoServerError', { code: 14_031 }), 'not_ready', false],
    [named('MongoNetworkError'), 'not_ready', false],
    [named('BadRequest', { type: 'entity.parse.failed', status: 400 }), 'invalid', true],
    [named('PayloadTooLarge', { type: 'entity.too.large', status: 413 }), 'too_large', true],
    [named('URIError', { status: 400 }), 'invalid', true],
    [new TypeError('a bug'), 'internal_error', false],
    ['a string', 'internal_error', false],
    [null, 'internal_error', false],
  ])('%s is %s', (thrown, code, isExpected) => {
    expect(explainError(thrown)).toMatchObject({ error: { code }, isExpected });
  });

  it('tells nobody what a bug said', () => {
    expect(JSON.stringify(explainError(new Error('secret path /x')).error.toWire())).not.toMatch('secret');
  });
});
