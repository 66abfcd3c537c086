/** What customers write to the demo company by mail, when and what becomes of it: made up, and told in turns. */

export interface DemoLetter {
  from: string;
  subject: string;
  tag: string;
  /** whose it is; null: it waits */
  owner: string | null;
  /** minutes before the end of the day; an answer of the owner begins with `>` and a note for the team with `#` */
  lines: readonly (readonly [before: number, text: string])[];
  /** put aside after each answer: the customer takes their time */
  isSlow?: true;
  /** how it ended; missing: it goes on */
  disposition?: string;
}

const maya = 'maya@parley.example';
const ben = 'ben@parley.example';

export const demoLetters: readonly DemoLetter[] = [
  {
    from: 'Sofia Marchetti',
    subject: 'Order 48213: marked delivered, not here',
    tag: 'Delivery',
    owner: maya,
    isSlow: true,
    lines: [
      [
        1_330,
        'Good morning,\n\nmy rug was promised for today and the tracking has not moved since Friday. Is it lost?\n\nSofia Marchetti',
      ],
      [
        1_290,
        '>Hi Sofia, I am sorry about the wait. The carrier scanned your rug in Bologna this morning and expects to bring it on Thursday. If it slips again I will refund the shipping myself.',
      ],
      [
        196,
        'Hello Maya,\n\nnow the carrier page says “delivered” yesterday. I was home, nobody rang. I have people coming over on Saturday and would love to have it by then.\n\nSofia',
      ],
      [190, '#GLS left it at number 14 instead of 41. A new rug and the €19 back, fine with everybody?'],
    ],
  },
  {
    from: 'Jonas Weber',
    subject: 'Invoice 2026-1193 shows the old VAT number',
    tag: 'Payment',
    owner: maya,
    lines: [
      [
        318,
        'Dear all,\n\nour VAT number changed in March. Invoice 2026-1193 still shows the old one and our accountant sends it back. Could you issue it again?\n\nKind regards\nJonas Weber',
      ],
      [281, '>Dear Jonas, of course. Could you tell me the new number? The corrected invoice then reaches you today.'],
      [88, 'It is DE 318 205 947.\n\nAnd if you could put our order number 77-20 on it, even better.\n\nJonas'],
    ],
  },
  {
    from: 'Anneke de Vries',
    subject: 'Damaged drawer, photos attached to my last mail',
    tag: 'Damage',
    owner: maya,
    lines: [
      [228, 'Hello, the front of the middle drawer is cracked. The others are fine. What do you need from me?'],
      [
        171,
        '>Hello Anneke, nothing more, the photos are clear. A new front leaves our warehouse tomorrow; you can keep or recycle the old one.',
      ],
      [150, 'That is quick, thank you! Does it come with the screws?'],
      [133, '>It does, and with the little key.'],
    ],
  },
  {
    from: 'Liam Byrne',
    subject: 'Can I change the delivery address?',
    tag: 'Delivery',
    owner: ben,
    lines: [
      [402, 'Hi, I am moving on the 12th. Order 48377 should go to 4 Harbour Row, Cork instead. Is it too late? Liam'],
      [379, '>Hi Liam, just in time: it leaves the warehouse on Monday, to Harbour Row. Good luck with the boxes.'],
      [371, 'Brilliant, cheers'],
    ],
    disposition: 'Answered',
  },
  {
    from: 'Isabel Romero',
    subject: 'Forty lamps for a hotel in Cádiz',
    tag: 'Offer',
    owner: ben,
    isSlow: true,
    lines: [
      [
        1_210,
        'Good afternoon,\n\nwe furnish a small hotel and need forty Åre lamps by the end of next month. What would your price be, delivered?\n\nIsabel Romero',
      ],
      [
        1_120,
        '>Good afternoon Isabel, for forty I can offer €71.20 each, delivered to Cádiz within four weeks. Shall I hold them for you until Friday?',
      ],
      [1_105, 'Please do. I talk to the owners on Thursday.'],
      [1_098, '>They are held. I write again on Friday.'],
    ],
  },
  {
    from: 'Samuel Osei',
    subject: 'Refund for the blanket, second mail',
    tag: 'Return',
    owner: null,
    lines: [
      [
        247,
        'Hello,\n\nI sent the blanket back two weeks ago and have seen no money yet. This is my second mail about it.\n\nSamuel Osei',
      ],
    ],
  },
  {
    from: 'Camille Laurent',
    subject: 'Is the oak from a certified forest?',
    tag: 'Advice',
    owner: null,
    lines: [
      [
        41,
        'Bonjour, before I order the table I would like to know where its oak comes from, and whether it is certified. Merci, Camille',
      ],
    ],
  },
];
