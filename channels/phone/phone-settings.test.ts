/** Settings of a phone inbox as an admin gives them: numbers in any spelling, of the right country, and none that must not be called. */
import { AppError } from '../../shared/errors.ts';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import { checkSettings } from './phone-settings.ts';

const common = { country: 'DE', allowedCountries: ['AT'], menu: null };
const twilio = (number: string) => ({
  ...{ ...common, provider: 'twilio' },
  account: { accountSid: `AC${'0'.repeat(32)}`, apiKeySid: '', number },
});

function wrong(given: unknown): Record<string, string> | undefined {
  try {
    checkSettings(given);
  } catch (error) {
    if (error instanceof AppError) return error.data.fields;
    throw error;
  }
}

it.each(['0351 1234567', '+49 351 1234567', '0049 351/1234567'])('reads %s', (number) => {
  expect(checkSettings(twilio(number))).toMatchObject({ account: { number: '+493511234567' } });
});

it('takes no number of another country, and none that is none', () => {
  expect(wrong(twilio('+43 1 5858000'))).toEqual({ 'account.number': 'another-country' });
  expect(wrong(twilio('hello'))).toHaveProperty(['account.number']);
  expect(wrong({ ...common, provider: 'softswitch', country: 'QQ' })).toHaveProperty('country');
});

it('forwards only where one may call', () => {
  const forward = (number: string) => ({
    ...{ ...common, provider: 'softswitch' },
    menu: { ...usualCallMenu, closed: { say: '', way: { to: 'forward', number } } },
  });
  expect(wrong(forward('+43 1 5858000'))).toBeUndefined();
  expect(wrong(forward('112'))).toEqual({ 'menu.closed.way.number': 'emergency' });
  expect(wrong(forward('+1 212 5550123'))).toEqual({ 'menu.closed.way.number': 'country' });
});
