/** What customers of the demo company ask, and what its agents answer: made up, and told in turns. */
import type { ChatTeam } from './people.ts';

export interface Dialogue {
  team: ChatTeam;
  /** the choice of the form before the chat */
  topic: string;
  tag: string;
  disposition: string;
  /** the customer begins; a line of the agent begins with `>` and a note for the team with `#` */
  lines: readonly string[];
  language?: string;
}

export const dialogues: readonly Dialogue[] = [
  {
    team: 'care',
    topic: 'An order',
    tag: 'Delivery',
    disposition: 'Sent again',
    lines: [
      'The carrier page says “delivered” yesterday. I was home, nobody rang.',
      '>I am sorry about that. The photo shows a green door, number 14. Is that yours?',
      'No! We are at 41. Number 14 is across the courtyard.',
      '#Left at 14 instead of 41. A new one goes out today.',
      '>Then it was left at the wrong door. A new rug leaves our warehouse today, with delivery on Saturday.',
      'That is great, thank you.',
    ],
  },
  {
    team: 'care',
    topic: 'A return',
    tag: 'Return',
    disposition: 'Label sent',
    lines: [
      'Can I swap the grey cushion for the green one?',
      '>Of course. Is the label still on it?',
      'Yes, I only opened the box.',
      '>Perfect. The return label is in your mail, the green one leaves as soon as the parcel is scanned.',
    ],
  },
  {
    team: 'care',
    topic: 'A product',
    tag: 'Advice',
    disposition: 'Answered',
    lines: [
      'Is the Åre lamp bright enough to read by?',
      '>It gives 800 lumen, about like a 60 watt bulb. For reading in bed most people like it at two thirds.',
      'And can it be dimmed?',
      '>Yes, by a touch on its foot, in three steps.',
      'Sold :)',
    ],
  },
  {
    team: 'care',
    topic: 'An order',
    tag: 'Payment',
    disposition: 'Refunded',
    lines: [
      'I was charged twice for order 48213',
      '>I see two payments of €389.00, a minute apart. One of them is only reserved and will drop off by itself within three days.',
      'My bank says both are booked.',
      '>Then I send one back now. You should see it tomorrow.',
      'Thanks for being so quick',
    ],
  },
  {
    team: 'care',
    topic: 'A product',
    tag: 'Damage',
    disposition: 'Sent again',
    lines: [
      'The drawer arrived with a crack in the front',
      '>Oh no. Could you send a photo of it? Any angle is fine.',
      'I do not have it here, I am at work.',
      '>No need then. A new front is on its way; you can keep or recycle the old one.',
    ],
  },
  {
    team: 'care',
    topic: 'Something else',
    tag: 'Advice',
    disposition: 'Answered',
    lines: [
      'Do you ship to Norway?',
      '>We do, in four to six days. Duties are included in the price you see.',
      'Super',
    ],
  },
  {
    team: 'care',
    topic: 'An order',
    tag: 'Delivery',
    disposition: 'Answered',
    lines: [
      'When will my order arrive? It has said “packed” since Tuesday',
      '>It left our warehouse this morning, the page is a few hours behind. The carrier plans Thursday between 9 and 12.',
      'Ok. Can they leave it with a neighbour?',
      '>Yes, I have added that for them.',
    ],
  },
  {
    team: 'care',
    topic: 'A return',
    tag: 'Return',
    disposition: 'Refunded',
    lines: [
      'I sent the blanket back two weeks ago and have no money yet',
      '#Parcel was scanned on the 9th, the refund hung in review.',
      '>You are right, and I am sorry: it arrived on the 9th and should have been paid out that day. I have just released it.',
      'ok thanks',
    ],
  },
  {
    team: 'care',
    topic: 'An order',
    tag: 'Delivery',
    disposition: 'Answered',
    language: 'zh',
    lines: ['你好，我的订单什么时候发货？', '>您好！您的订单今天下午发出，预计周五送达。', '好的，谢谢！'],
  },
  {
    team: 'care',
    topic: 'A product',
    tag: 'Advice',
    disposition: 'Answered',
    language: 'es',
    lines: [
      '¿La alfombra Halden se puede lavar?',
      '>Sí, a mano con agua fría. En lavadora no, porque la lana encoge.',
      'Perfecto, gracias',
    ],
  },
  {
    team: 'trade',
    topic: 'An offer',
    tag: 'Offer',
    disposition: 'Offer sent',
    lines: [
      'We are fitting out a hotel and need 40 Halden rugs, 200 × 300. What can you do?',
      '>For 40 it would be €309 each, delivered in two parts in January. Shall I put that into an offer?',
      'Please, and with the care leaflet in English and French.',
      '>Done. It is in your mail, valid until the end of the month.',
    ],
  },
  {
    team: 'trade',
    topic: 'An invoice',
    tag: 'Invoice',
    disposition: 'Corrected',
    lines: [
      'Invoice 2026-1193 shows the wrong VAT number',
      '>Thank you for telling us. Which number should it be?',
      'DE 811 907 223',
      '#The old number is still on the account of the branch in Kiel.',
      '>Corrected, the new invoice replaces the old one and is in your mail.',
    ],
  },
  {
    team: 'trade',
    topic: 'An order',
    tag: 'Delivery',
    disposition: 'Answered',
    lines: [
      'Can the pallet come on Friday instead of Thursday?',
      '>Friday works, the driver calls an hour before. Is the loading bay open at eight?',
      'From seven on.',
      '>Then Friday between 8 and 10.',
    ],
  },
];

/** Left behind while nobody was there, or still unanswered. */
export const leftMessages: readonly { team: ChatTeam; topic: string; text: string; isUrgent?: true }[] = [
  {
    team: 'trade',
    topic: 'An offer',
    text: 'Could you send samples of the three greys before Monday? We decide then.',
  },
  {
    team: 'trade',
    topic: 'An order',
    text: 'Two of the twelve lamps came with UK plugs. We open tomorrow!',
    isUrgent: true,
  },
  { team: 'trade', topic: 'An invoice', text: 'Please add our purchase order 7741 to the last invoice.' },
  { team: 'trade', topic: 'An offer', text: 'Is the Lund chair still made in oak? We would need 60.' },
];
