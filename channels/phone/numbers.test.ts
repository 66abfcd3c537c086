/** Numbers in many hands: read by the inbox's country, and refused with the reason. */
import { normaliseNumber, refuseNumber } from './numbers.ts';

const germany = { country: 'DE', allowedCountries: ['AT', 'US'] };

describe('a phone number', () => {
  it.each([
    ['(0351) 1234567', '+493511234567'],
    ['0351/123-4567', '+493511234567'],
    ['+44 20 7946 0958', '+442079460958'],
    ['0043 1 5858000', '+4315858000'],
    ['٠٣٥١ ١٢٣٤٥٦٧', '+493511234567'],
    ['anonymous', null],
    ['sip:alice@example.com', null],
    ['client:agent-7', null],
    ['', null],
    ['12', null],
    ['+49351'.padEnd(60, '1'), null],
    ['<script>', null],
    ['\u202e+493511234567', '+493511234567'],
  ])('%s is %s', (text, expected) => expect(normaliseNumber(text, germany)).toBe(expected));

  it.each([
    ['+493511234567', null],
    ['+43 1 5858000', null],
    ['112', 'emergency'],
    ['1 1-0', 'emergency'],
    ['+49112', 'emergency'],
    ['911', 'emergency'],
    ['0900 1234567', 'premium'],
    ['+1 900 555 0199', 'premium'],
    ['+44 20 7946 0958', 'country'],
    ['+881 6 1234 5678', 'country'],
    ['hello', 'not-a-number'],
    ['0351 1', 'not-a-number'],
  ])('%s may be dialled: %s', (text, expected) => expect(refuseNumber(text, germany)).toBe(expected));

  it('takes an unknown country for none', () => {
    expect(normaliseNumber('0351 1234567', { country: 'XX', allowedCountries: [] })).toBeNull();
    expect(normaliseNumber('+493511234567', { country: 'XX', allowedCountries: [] })).toBe('+493511234567');
  });
});
