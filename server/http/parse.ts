/** Parsing at the HTTP edge. */
import type { Request } from 'express';
import type { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { idSchema } from '../../shared/model/ids.ts';

/** The JSON body. @throws AppError `invalid` with the fields that are wrong */
export function parseBody<T>(request: Request, schema: z.ZodType<T>): T {
  return parse(request.body, 'body', schema);
}

/** The query string. @throws AppError `invalid` with the fields that are wrong */
export function parseQuery<T>(request: Request, schema: z.ZodType<T>): T {
  return parse(request.query, 'query', schema);
}

function parse<T>(input: unknown, whole: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.') || whole, issue.message]));
  throw new AppError('invalid', 'Some fields are not valid.', { fields });
}

/** An id in the path; what is no id cannot be found. @throws AppError `not_found` */
export function parseId<T extends string>(request: Request): T {
  const parsed = idSchema<T>().safeParse(request.params.id);
  if (!parsed.success) throw new AppError('not_found', 'There is nothing here.');
  return parsed.data;
}
