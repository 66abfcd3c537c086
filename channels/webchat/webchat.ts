/** Web chat: visitors of a website write through a widget, or call from it; the sockets it travels by belong to the server. */
import type { Channel } from '../channel.ts';
import type { VoiceProvider } from '../voice.ts';
import { callCapabilities, createPageVoice } from './calls.ts';
import { cleanText } from './clean.ts';
import { identifyVisitor } from './identify.ts';
import { allowsOrigin } from './origin.ts';
import { cleanContext, parseFrame } from './parse.ts';
import { parseSettings, readSettings } from './webchat-settings.ts';

/** `line` carries the sound of calls from the page; without one nobody can call. */
export function createWebchatChannel(line?: () => VoiceProvider): Channel {
  return {
    kind: 'webchat',
    capabilities: { live: true, typing: true, files: true, format: 'chat', weight: 34, ...(line && callCapabilities) },
    parseSettings,
    start: async () => {},
    stop: async () => {},
    // The widget hears of an entry from the timeline itself: once it is written, it is sent.
    send: async () => ({ state: 'sent' }),
    live: {
      allowsOrigin,
      identify: identifyVisitor,
      admits: (inbox, { verified }) => verified || !readSettings(inbox.settings).identityRequired,
      readContext: cleanContext,
      readText: cleanText,
      parse: parseFrame,
    },
    ...(line && { voice: createPageVoice(line) }),
  };
}
