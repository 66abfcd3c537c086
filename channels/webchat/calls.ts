/** Calls from a page: no number, no menu, nothing said; the widget shows what a caller would otherwise be told. */
import { type CallMenu, usualCallMenu } from '../../shared/model/call-menu.ts';
import type { Capabilities } from '../channel.ts';
import type { VoiceChannel, VoiceProvider } from '../voice.ts';
import { parseSettings } from './webchat-settings.ts';

/** As of any call. */
export const callCapabilities: Pick<Capabilities, 'call'> = { call: { weight: 100, exclusive: true, ringSeconds: 20 } };

/** How often the place is counted again, s. */
const COUNTED_S = 10;

const silentMenu: CallMenu = {
  ...usualCallMenu,
  greeting: '',
  closed: { say: '', way: { to: 'hang-up' } },
  waiting: { say: '', everySeconds: COUNTED_S, tellsPlace: false, offersCallback: false, maxSeconds: null },
};

export function createPageVoice(line: () => VoiceProvider): VoiceChannel {
  return {
    takesCalls: (inbox) => parseSettings(inbox.settings).calls?.on ?? false,
    queueOf: (inbox) => parseSettings(inbox.settings).calls?.queueId ?? inbox.queueId,
    provider: line,
    numberOf: () => null,
    normalise: () => null,
    refuses: () => 'not-a-number',
    menuOf: () => silentMenu,
  };
}
