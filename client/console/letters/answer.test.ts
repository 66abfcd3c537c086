import type { Letter } from '../../../shared/model/letter.ts';
import { answerTo, hasOthers } from './answer.ts';

const own = ['support@acme.example', 'sales@acme.example'];
const at = (address: string, name = '') => ({ name, address });
const theirs: Letter = {
  subject: 'AW: Rug',
  from: at('sofia@posteo.it', 'Sofia'),
  to: [at('support+c.7.x@acme.example'), at('ben@x.de')],
  cc: [at('Sofia@posteo.it'), at('ines@y.org'), at('sales@acme.example')],
  html: null,
  source: null,
};
const addresses = (draft: ReturnType<typeof answerTo>) => [
  draft.to.map((one) => one.address),
  draft.cc.map((one) => one.address),
];

test('a reply goes to the sender alone, under the same subject', () => {
  const draft = answerTo('reply', { letter: theirs, isOurs: false }, own);
  expect(draft).toEqual({ subject: 'Re: Rug', to: [at('sofia@posteo.it', 'Sofia')], cc: [], bcc: [] });
});

test('a reply to all reaches everybody once, and never ourselves under any token', () => {
  const draft = answerTo('reply-all', { letter: theirs, isOurs: false }, own);
  expect(addresses(draft)).toEqual([['sofia@posteo.it'], ['ben@x.de', 'ines@y.org']]);
  expect(hasOthers({ letter: theirs, isOurs: false }, own)).toBe(true);
  expect(hasOthers({ letter: { ...theirs, to: [], cc: [] }, isOurs: false }, own)).toBe(false);
});

test('Reply-To counts within the domain of the sender, and nowhere else', () => {
  const within = { ...theirs, replyTo: [at('orders@posteo.it')] };
  expect(answerTo('reply', { letter: within, isOurs: false }, own).to).toEqual([at('orders@posteo.it')]);
  const elsewhere = { ...theirs, replyTo: [at('orders@posteo.it'), at('thief@evil.example')] };
  expect(answerTo('reply', { letter: elsewhere, isOurs: false }, own).to).toEqual([theirs.from]);
  const nobody = { ...theirs, from: null, replyTo: [at('orders@posteo.it')] };
  expect(answerTo('reply', { letter: nobody, isOurs: false }, own).to).toEqual([at('orders@posteo.it')]);
});

test('an answer to our own letter goes where that went', () => {
  const ours = { ...theirs, from: at('support@acme.example'), to: [at('sofia@posteo.it')], cc: [at('ines@y.org')] };
  expect(addresses(answerTo('reply', { letter: ours, isOurs: true }, own))).toEqual([['sofia@posteo.it'], []]);
  expect(addresses(answerTo('reply-all', { letter: ours, isOurs: true }, own))).toEqual([
    ['sofia@posteo.it'],
    ['ines@y.org'],
  ]);
});

test('what is passed on goes to nobody yet', () => {
  expect(answerTo('forward', { letter: theirs, isOurs: false }, own)).toEqual({
    subject: 'Fwd: Rug',
    to: [],
    cc: [],
    bcc: [],
  });
});

test('no more recipients than a letter may have', () => {
  const many = Array.from({ length: 80 }, (_, index) => at(`a${index}@x.de`));
  const draft = answerTo('reply-all', { letter: { ...theirs, cc: many }, isOurs: false }, own);
  expect(draft.to.length + draft.cc.length).toBe(50);
});
