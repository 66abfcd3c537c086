/** Every pair of tokens that stands on one another is readable, in both schemes. */
/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureContrast } from './contrast.ts';

type Tokens = Record<string, string>;

function readTokens(block: string): Tokens {
  const tokens: Tokens = {};
  for (const match of block.matchAll(/--pl-([a-z0-9-]+):\s*(#[0-9a-f]{6});/gi)) {
    if (match[1] && match[2]) tokens[match[1]] = match[2];
  }
  return tokens;
}

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const [lightBlock = '', darkBlock = ''] = css.split("[data-mantine-color-scheme='dark']");
const light = readTokens(lightBlock);
const schemes: [string, Tokens][] = [
  ['light', light],
  ['dark', { ...light, ...readTokens(darkBlock) }],
];

const text: [string, string][] = [
  ...['surface', 'bg', 'rail', 'hover', 'sunken', 'raised', 'bub-a'].flatMap((ground): [string, string][] => [
    ['t1', ground],
    ['t2', ground],
    ['t3', ground],
  ]),
  ['t1', 'note-bg'],
  ['on-ac', 'ac'],
  ['on-ac', 'ac-h'],
  ['ac-t', 'surface'],
  ['ac-t', 'bg'],
  ['ac-t', 'hover'],
  ['ac-t', 'ac-s'],
  ['ac-t', 'note-bg'],
  ['ok-t', 'ok-s'],
  ['violet-t', 'violet-s'],
  ['warn-t', 'warn-s'],
  ['warn-t', 'bg'],
  ['danger-t', 'danger-s'],
  ['danger-t', 'bg'],
  ['danger-t', 'hover'],
  ['danger-t', 'surface'],
  ['note-t', 'note-bg'],
  ['chat-t', 'chat-s'],
  ['email-t', 'email-s'],
  ['phone-t', 'phone-s'],
  ['bar-t', 'bar'],
  ['bar-q', 'bar'],
  ['on-ac', 'end'],
  ...[0, 1, 2, 3, 4, 5].map((n): [string, string] => [`av${n}-t`, `av${n}-s`]),
];
const parts: [string, string][] = [
  ['field', 'surface'],
  ['ac', 'surface'],
  ['ok-d', 'surface'],
  ['warn-d', 'surface'],
  ['danger-d', 'surface'],
];

describe.each(schemes)('tokens in the %s scheme', (_name, tokens) => {
  const contrastOf = (front: string, ground: string) => measureContrast(tokens[front] ?? '', tokens[ground] ?? '');
  test.each(text)('text %s on %s reaches 4.5', (front, ground) => {
    expect(contrastOf(front, ground)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(parts)('part %s on %s reaches 3', (front, ground) => {
    expect(contrastOf(front, ground)).toBeGreaterThanOrEqual(3);
  });
});

test('known contrasts come out as published', () => {
  expect(measureContrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(measureContrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
