/** English words of texts: SMS and the like. */
export const enText = {
  text: {
    lost: 'Not delivered',
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
      'too-late': 'They wrote more than a day ago. WhatsApp lets us answer once they write again.',
      other: 'It was refused.',
    },
  },
};
