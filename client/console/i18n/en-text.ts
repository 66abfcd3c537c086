/** English words of texts: SMS and the like. */
export const enText = {
  text: {
    lost: 'Not delivered',
    optedOut: '{{name}} asked for no more messages, {{time}}',
    optedOutHint: 'Nobody can write to them here until they send START. You can still call them or write a note.',
    tooLate: '{{name}} last wrote more than 24 hours ago',
    noTemplates:
      'WhatsApp takes only approved templates now. An admin can add some in Settings, Phone numbers. Once they write again, you can answer.',
    template: 'Approved text',
    variable: 'In place of {{name}}',
    sendTemplate: 'Send this text',
    freeUntil: 'Goes by WhatsApp, freely until {{time}}',
    parts: 'Parts: {{count}}',
    left: 'Characters left: {{count}}',
    special: '“{{character}}” leaves room for fewer',
    tooManyFiles: 'At most {{count}} files with {{size}} together go by text.',
    code: {
      'no-such-address': 'There is no such number, or it takes no texts.',
      'mailbox-full': 'Their phone takes no more at the moment.',
      'refused-as-spam': 'Their network refused it as spam.',
      'too-large': 'It is too long. Send it in parts, or without files.',
      'not-now': 'It could not be taken now.',
      unreachable: 'Their phone cannot be reached, or blocks texts.',
      'sign-in-refused': 'Our account is refused. An admin must check its keys.',
      'not-secure': 'There is no secure connection.',
      'timed-out': 'There was no answer in time.',
      'recipients-refused': 'The number was refused.',
      'opted-out': 'They asked for no more texts. They can send START to allow them again.',
      'too-late': 'They wrote more than a day ago. WhatsApp takes only approved templates until they write again.',
      other: 'It was refused.',
    },
  },
};
