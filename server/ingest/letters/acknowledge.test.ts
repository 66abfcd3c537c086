/** Who is told that their letter arrived, and what they read. */
import { acknowledgementSchema } from '../../../shared/model/mailbox.ts';
import { valuesOf } from '../../../shared/variables.ts';
import { type ArrivalFacts, mayAcknowledge, writeAcknowledgement } from './acknowledge.ts';

const arrival: ArrivalFacts = {
  ...{ sender: 'Sofia@shop.example', automatic: false, refuted: false, begins: true, toConversation: 0, toSender: 0 },
};
const own = new Set(['support@parley.example']);

it('acknowledges what a person begins', () => {
  expect(mayAcknowledge(arrival, own)).toBe(true);
});

it.each<Partial<ArrivalFacts>>([
  { automatic: true },
  { refuted: true },
  { begins: false },
  { toConversation: 1 },
  { toSender: 3 },
  { sender: '' },
  { sender: 'Support@Parley.example' },
  ...['no-reply@a.example', 'noreply+7@a.example', 'MAILER-DAEMON@a.example', 'bounces-12@a.example'].map((sender) => ({
    sender,
  })),
])('never answers %j', (over) => {
  expect(mayAcknowledge({ ...arrival, ...over }, own)).toBe(false);
});

it('answers people whose address only resembles a program', () => {
  expect(mayAcknowledge({ ...arrival, sender: 'abuser.friendly@a.example' }, own)).toBe(true);
});

const values = valuesOf({
  customer: { name: 'Sofia Lindqvist' },
  ...{ agentName: '', number: 41, queueName: 'Orders', inboxName: 'Northlight' },
});
const words = acknowledgementSchema.parse({
  text: 'Hello {{customer.firstName}},\n\nwe have it: {{conversation.number}}.\n\nWe are back {{hours.opensAt}}.\n\n{{inbox.name}}',
});

it('names the number, and when somebody is there again', () => {
  expect(writeAcknowledgement(words, { values, subject: 'Rug', opensAt: 'on Monday at 09:00' })).toEqual({
    subject: 'Rug',
    text: 'Hello Sofia,\n\nwe have it: #41.\n\nWe are back on Monday at 09:00.\n\nNorthlight',
  });
});

it('leaves out the hours while somebody is there, and whatever it does not know', () => {
  const unknown = valuesOf({
    customer: { name: 'a@b.example' },
    ...{ agentName: '', number: 41, queueName: 'Orders', inboxName: 'Northlight' },
  });
  const subject = 'Received {{conversation.number}} {{agent.name}}';
  const written = writeAcknowledgement({ ...words, subject }, { values: unknown, subject: 'Rug', opensAt: '' });
  expect(written.text).toBe('Hello,\n\nwe have it: #41.\n\nNorthlight');
  expect(written.subject).toBe('Received #41');
});
