/** Translates MongoDB's PCRE patterns and options to JavaScript's regular expressions. */
import { BSONRegExp, BSONSymbol } from 'bson';
import { compareValues } from './compare.ts';
import type { Value } from './document.ts';
import { badValue, StoreError } from './errors.ts';
import type { Test } from './match-operators.ts';

/** A string that matches the pattern, or the very same regular expression as a value. */
export function compileRegExp(pattern: Value, options: Value | undefined): Test {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  if (pattern instanceof BSONRegExp) {
    if (options !== undefined && options !== '' && pattern.options !== '') {
      throw new StoreError(51075, 'options set in both $regex and $options');
    }
    return testRegExp(pattern.pattern, options || pattern.options);
  }
  if (typeof pattern !== 'string') throw badValue('$regex has to be a string');
  return testRegExp(pattern, options ?? '');
}

function testRegExp(source: string, options: string): Test {
  if (source.includes('\0')) throw new StoreError(51091, 'Regular expression cannot contain an embedded null byte');
  const expression = toJsRegExp(source, options);
  const own = new BSONRegExp(source, options);
  return (value) => {
    if (typeof value === 'string') return expression.test(value);
    if (value instanceof BSONSymbol) return expression.test(value.value);
    return value instanceof BSONRegExp && compareValues(value, own) === 0;
  };
}

/** @throws StoreError 51091 when JavaScript cannot read the pattern, 51108 for an unknown option */
export function toJsRegExp(source: string, options: string): RegExp {
  const flags = new Set<string>();
  let extended = false;
  for (const option of options) {
    if (option === 'x') extended = true;
    else if (option === 'i' || option === 'm' || option === 's') flags.add(option);
    else if (option !== 'u') throw new StoreError(51108, `invalid flag in regex options: ${option}`);
  }
  let pattern = source;
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  if (inline !== null) {
    pattern = pattern.slice(inline[0].length);
    for (const flag of inline[1] ?? '') {
      if (flag === 'x') extended = true;
      else flags.add(flag);
    }
  }
  if (extended) pattern = stripExtended(pattern);
  pattern = pattern
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/\\h/g, '[ \\t]');
  const wanted = [...flags].join('');
  try {
    return new RegExp(pattern, `${wanted}u`);
  } catch {
    return compileLoosely(pattern, wanted, source);
  }
}

// Without `u` JavaScript allows needless escapes such as `\-` or `\@`, which PCRE allows too.
function compileLoosely(pattern: string, flags: string, source: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw new StoreError(51091, `Regular expression is invalid: ${source}`);
  }
}

/** The `x` option: white space and comments do not count outside of classes and escapes. */
function stripExtended(pattern: string): string {
  return pattern.replace(/(\\.|\[(?:\\.|[^\]\\])*\])|\s+|#[^\n]*/g, (_whole, kept: string | undefined) => kept ?? '');
}
