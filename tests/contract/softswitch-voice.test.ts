/** Calls by the built-in softswitch, in its own process and with real sound, under the suite of every provider. */
import { forgetSources } from '../support/sound/browser-peer.ts';
import { startSwitchLine } from '../support/sound/switch-line.ts';
import { describeVoiceProvider } from './voice-provider.ts';

describeVoiceProvider('the softswitch', startSwitchLine);

afterAll(forgetSources);
