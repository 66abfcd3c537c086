/** What TwiML may say here: verbs, the nouns in them, and their attributes. Anything else is told loudly; Twilio only warns (12200). */
import type { XmlElement } from './parse-xml.ts';

interface Rule {
  attributes: string;
  children?: string;
}

const callback = 'statusCallback statusCallbackEvent statusCallbackMethod';
const recordingCallback = 'recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod';
const spoken = 'Say Play Pause';

const rules: Record<string, Rule> = {
  Response: {
    attributes: '',
    children: `${spoken} Gather Dial Enqueue Leave Redirect Record Reject Hangup Start Stop Message Sms`,
  },
  Say: { attributes: 'voice language loop' },
  Play: { attributes: 'loop digits' },
  Pause: { attributes: 'length' },
  Gather: {
    attributes: 'input action method numDigits finishOnKey timeout actionOnEmptyResult language',
    children: spoken,
  },
  Dial: {
    attributes: `action method answerOnBridge callerId record ${recordingCallback} timeout trim`,
    children: 'Number Client Conference Queue',
  },
  Number: { attributes: callback },
  Client: { attributes: callback, children: 'Identity Parameter' },
  Identity: { attributes: '' },
  Parameter: { attributes: 'name value' },
  Conference: {
    attributes: `beep coach endConferenceOnExit muted participantLabel record ${recordingCallback} startConferenceOnEnter ${callback} trim waitMethod waitUrl`,
  },
  Queue: { attributes: '' },
  Enqueue: { attributes: 'action method maxQueueSize waitUrl waitUrlMethod' },
  Leave: { attributes: '' },
  Redirect: { attributes: 'method' },
  Record: { attributes: `action method maxLength timeout finishOnKey playBeep trim ${recordingCallback}` },
  Reject: { attributes: 'reason' },
  Hangup: { attributes: '' },
  Start: { attributes: '', children: 'Recording' },
  Stop: { attributes: '', children: 'Recording' },
  Recording: { attributes: `channels track trim ${recordingCallback}` },
  Message: { attributes: 'to from action method statusCallback', children: 'Body Media' },
  Sms: { attributes: 'to from action method statusCallback' },
  Body: { attributes: '' },
  Media: { attributes: '' },
};

/** Each thing in a document that has no meaning here. */
export function findStrangeness(element: XmlElement): string[] {
  const rule = rules[element.name];
  if (!rule) return [`<${element.name}> is not known`];
  const known = rule.attributes.split(' ');
  const children = rule.children?.split(' ') ?? [];
  return [
    ...Object.keys(element.attributes)
      .filter((name) => !known.includes(name))
      .map((name) => `<${element.name} ${name}> is not known`),
    ...element.children.flatMap((child) =>
      children.includes(child.name) || !(child.name in rules)
        ? findStrangeness(child)
        : [`<${child.name}> is not allowed in <${element.name}>`],
    ),
  ];
}
