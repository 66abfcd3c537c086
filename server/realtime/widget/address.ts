/** A visitor proves their address by a code that is mailed to it. */
import type { WidgetAnswers, WidgetRequests } from '../../../shared/events.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { WidgetSocket } from '../servers.ts';
import type { WidgetContext } from './context.ts';

type AddressHandlers = Pick<
  Handlers<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket>,
  'address:code' | 'address:prove'
>;

export function createAddressHandlers({ addressProof }: WidgetContext): AddressHandlers {
  return {
    'address:code': async ({ conversation, payload }) => {
      await addressProof.sendCode(conversation, payload.email);
      return null;
    },
    'address:prove': ({ conversation, payload }) => addressProof.tryCode(conversation, payload.code),
  };
}
