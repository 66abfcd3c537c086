/** One subject, whatever the clients of a thread put before it. */
import fc from 'fast-check';
import { isForwardSubject, isReplySubject, normaliseSubject } from './subject.ts';

it.each([
  'Re: Lamp broken',
  'RE:Lamp  broken',
  're : lamp broken',
  'Re[2]: Lamp broken',
  'Re(3): Lamp broken',
  'Re^2: Lamp broken',
  'Fwd: Re: FW: Lamp broken',
  'AW: WG: Lamp broken',
  'SV: VS: VB: VL: Lamp broken',
  'RV: TR: RE : Lamp broken',
  'Antw: Doorst: Lamp broken',
  'Odp: PD: Lamp broken',
  'YNT: İLT: Lamp broken',
  'RES: ENC: Lamp broken',
  'R: I: RIF: Lamp broken',
  'Vá: Továbbítás: Lamp broken',
  'ΑΠ: ΠΡΘ: Lamp broken',
  'Отв: Пересл: Lamp broken',
  '回复：Lamp broken',
  '回覆: 轉寄： Lamp broken',
  '答复：转发：Lamp broken',
  '返信: 転送: Lamp broken',
  '회신: 전달: Lamp broken',
  `${'השב'}: Lamp broken`,
  'رد: إعادة توجيه: Lamp broken',
  'ตอบ: Lamp broken',
  '[Fwd: Lamp broken]',
  'Re: [#123] Lamp broken',
  'Re: Lamp broken [#123]',
  'Ｒｅ：Lamp broken',
])('%s', (subject) => {
  expect(normaliseSubject(subject)).toBe('lamp broken');
});

it.each([
  ['Regarding: the lamp', 'regarding: the lamp'],
  ['Order 5: lamp', 'order 5: lamp'],
  ['Re:', ''],
  ['', ''],
  ['🙂', '🙂'],
  ['Invoice: re: lamp', 'invoice: re: lamp'],
])('leaves %j', (subject, expected) => {
  expect(normaliseSubject(subject)).toBe(expected);
});

it('tells forwarding from answering', () => {
  expect(['Fwd: a', 'WG: a', '[Fwd: a]', '转发：a', 'TR : a'].map(isForwardSubject)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(['Re: a', 'a', 'AW: Fwd: a', 'Forward'].map(isForwardSubject)).toEqual([false, false, false, false]);
  expect(['Re: a', 'AW: a', '回复：a', 'Fwd: a', 'a'].map(isReplySubject)).toEqual([true, true, true, false, false]);
});

it('changes nothing twice, and a prefix changes nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.constantFrom('Re: ', 'AW:', 'Fwd: ', '回复：'),
      (text, prefix) => {
        const once = normaliseSubject(text);
        expect(normaliseSubject(once)).toBe(once);
        expect(normaliseSubject(`${prefix}${text}`)).toBe(once);
      },
    ),
  );
});
