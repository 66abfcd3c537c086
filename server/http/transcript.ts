/** A conversation as plain text, for the visitor who had it; made from entries that visitors may see. */
import type { CallTold } from '../../shared/model/call.ts';
import type { Entry } from '../timeline/model.ts';

export interface TranscriptOptions {
  siteName: string;
  /** IANA name; UTC when it is none */
  timeZone: string;
}

export function writeTranscript(entries: readonly Entry[], { siteName, timeZone }: TranscriptOptions): string {
  const format = createFormat(timeZone);
  const lines = entries.flatMap((entry) => describe(entry).map((text) => `[${format(entry.at)}] ${text}`));
  return `${siteName}\n${'='.repeat([...siteName].length)}\n\n${lines.join('\n')}\n`;
}

function describe(entry: Entry): string[] {
  const { body, author } = entry;
  switch (body.kind) {
    case 'note':
      return [];
    case 'message': {
      const name = author.kind === 'customer' ? 'You' : author.kind === 'agent' ? author.name : 'Automatic';
      const text = body.text ? [`${name}: ${body.text}`] : [];
      return [...text, ...body.files.map((file) => `${name} sent a file: ${file.name}`)];
    }
    case 'event':
      return describeEvent(body.event);
  }
}

function describeEvent(event: Extract<Entry['body'], { kind: 'event' }>['event']): string[] {
  switch (event.type) {
    case 'assigned':
      return [`${event.agentName} joined.`];
    case 'closed':
      return ['The conversation was closed.'];
    case 'reopened':
      return ['The conversation was reopened.'];
    case 'message-left':
      return [`You left a message; the answer goes to ${event.email}.`];
    case 'address-proven':
      return [`You proved that ${event.email} is yours.`];
    case 'rated':
      return [`You rated the conversation ${event.score} of 5.`];
    case 'call':
      return describeCall(event.told);
    // The workings of the team are no part of what a customer takes along.
    default:
      return [];
  }
}

function describeCall(told: CallTold): string[] {
  if (told.what === 'began') return [told.direction === 'in' ? 'You called.' : 'We called you.'];
  if (told.what !== 'ended') return [];
  const seconds = Math.round(told.talkedMs / 1_000);
  return [`The call ended after ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.`];
}

function createFormat(timeZone: string): (at: number) => string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'short', timeStyle: 'short' };
  const formatter = isTimeZone(timeZone)
    ? new Intl.DateTimeFormat('sv-SE', { ...options, timeZone })
    : new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' });
  return (at) => formatter.format(at);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}
