/** A request that is refused, with Twilio's code. */

export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (what: string): Refusal =>
  new Refusal(404, 20_404, `The requested resource ${what} was not found`);

export const refusalBody = ({ status, code, message }: Refusal) => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
});
