/** What the demo company's people choose from: tags, dispositions, reasons, attributes, replies and macros. */

import type { UserViewer } from '../accounts/scope.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Once, into an empty workspace, in the name of its admin. */
export async function fillCatalogue(catalogue: Catalogue, admin: UserViewer): Promise<void> {
  const { listed, shared } = catalogue;
  const caller = { address: '', userAgent: '' };
  const tags = {
    Delivery: 'blue',
    Return: 'amber',
    Payment: 'red',
    Damage: 'red',
    Advice: 'green',
    Offer: 'violet',
    Invoice: 'grey',
  } as const;
  for (const [name, colour] of Object.entries(tags)) {
    await listed.create('tag', { name, colour, archived: false }, admin, caller);
  }
  for (const name of [
    'Answered',
    'Sent again',
    'Label sent',
    'Refunded',
    'Offer sent',
    'Corrected',
    'No answer needed',
  ]) {
    await listed.create('disposition', { name, queueIds: [], archived: false }, admin, caller);
  }
  for (const [name, minutes] of [
    ['Lunch', 45],
    ['Break', 15],
    ['Coaching', 30],
    ['Meeting', null],
  ] as const) {
    await listed.create('presence-reason', { name, minutes, archived: false }, admin, caller);
  }
  const plain = { archived: false, choices: [] };
  await listed.create('attribute', { ...plain, name: 'Member since', type: 'date' }, admin, caller);
  await listed.create('attribute', { ...plain, name: 'Newsletter', type: 'yes-no' }, admin, caller);
  await listed.create(
    'attribute',
    { archived: false, name: 'Segment', type: 'choice', choices: ['New', 'Regular', 'Loyal', 'Company'] },
    admin,
    caller,
  );
  const everybody = { kind: 'everybody' } as const;
  const replies = {
    hello: 'Hello {{customer.firstName}}, this is {{agent.firstName}} of Northlight. How can I help?',
    label: 'The return label is in your mail. Put it on the box and hand it in at any parcel shop within 30 days.',
    photo: 'Could you send a photo of it? Any angle is fine.',
    moment: 'One moment please, I am looking it up.',
    bye: 'Thank you for writing, {{customer.firstName}}. Have a good day!',
  };
  for (const [shortcut, text] of Object.entries(replies)) {
    await shared.create('canned-reply', { shortcut, text, sharing: everybody }, admin, caller);
  }
  const returned = (await catalogue.tags()).find(({ name }) => name === 'Return');
  const sent = (await catalogue.dispositions()).find(({ name }) => name === 'Label sent');
  if (!returned || !sent) return;
  await shared.create(
    'macro',
    {
      name: 'Return label sent',
      actions: [
        { type: 'reply', text: replies.label },
        { type: 'add-tags', tagIds: [returned.id] },
        { type: 'close', dispositionId: sent.id },
      ],
      sharing: everybody,
    },
    admin,
    caller,
  );
}
