/** Web chat under the suite of every channel. */
import { createWebchatChannel } from '../../channels/webchat/webchat.ts';
import { describeChannel } from './channel.ts';
import { makeVisitor, websiteSettings } from './test-ingest.ts';

const question = { type: 'choice', key: 'topic', label: 'Topic', choices: ['Order', 'Returns'], required: false };

describeChannel('webchat', {
  create: () =>
    createWebchatChannel(() => {
      throw new Error('Nobody calls here.');
    }),
  settings: { ...websiteSettings, form: [question] },
  badSettings: [
    { settings: null, fields: ['settings'] },
    { settings: { ...websiteSettings, accent: 'red' }, fields: ['accent'] },
    {
      settings: { ...websiteSettings, allowedOrigins: ['https://ok.example', 'ftp://x'] },
      fields: ['allowedOrigins.1'],
    },
    {
      settings: { ...websiteSettings, siteName: '', privacyUrl: 'javascript:alert(1)' },
      fields: ['siteName', 'privacyUrl'],
    },
    { settings: { ...websiteSettings, form: [{ ...question, choices: ['one'] }] }, fields: ['form.0.choices'] },
    { settings: { ...websiteSettings, form: [question, question] }, fields: ['form.1.key'] },
  ],
  person: async ({ test, inbox }) => (await makeVisitor(test, inbox)).value,
  async receive({ channel, inbox, ctx }, person, message) {
    const event = channel.live?.parse({
      inbox,
      identity: { kind: 'visitor', value: person },
      at: ctx.now(),
      conversationId: null,
      clientId: message.id,
      text: message.text,
      files: [],
      answers: {},
      context: {},
      left: false,
    });
    if (event === undefined) throw new Error('webchat is live');
    return ctx.ingest(event);
  },
});
