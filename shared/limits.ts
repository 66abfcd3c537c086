/** Sizes that client and server agree on, so that what is too long is refused before it is sent. */
export const limits = {
  /** characters of one message or note */
  text: 10_000,
  /** files on one message */
  filesPerMessage: 10,
  /** bytes of one file */
  fileBytes: 20 * 1024 * 1024,
  /** quick replies on one message, and characters of each */
  choices: 8,
  choiceText: 80,
  /** colleagues mentioned in one note */
  mentions: 20,
  /** longest time in which a send can be taken back */
  undoSeconds: 60,
  /** replies of one conversation that wait to be sent */
  scheduled: 20,
  /** drafts of one person */
  drafts: 300,
  /** entries in one page of a thread */
  page: 50,
  /** entries in one answer to a sync; further ones are asked for again */
  syncPage: 200,
  /** how far behind a client may be and still be told the missing entries rather than `reset` */
  syncReach: 1_000,
  /** rows in one page of a list, and messages in one of a search */
  listPage: 50,
  /** lines of calls that one device is rung on */
  lines: 200,
  /** lists whose counters one page is told */
  listsWatched: 120,
  searchPage: 20,
  /** characters of a typing preview */
  typingPreview: 500,
  /** characters of what is said on handing over, asking in, raising a hand or wrapping up */
  handoverNote: 1_000,
  /** on one conversation */
  tags: 20,
  guests: 10,
  /** moves of entries that hold in one conversation, and entries of one move */
  placements: 100,
  moved: 200,
  /** how far ahead something may be snoozed, ms */
  snoozeMs: 366 * 24 * 3_600_000,
  name: 120,
  /** addresses of one letter; characters of its subject, of its HTML as written here, of the text that is shown of one that came */
  recipients: 50,
  subject: 300,
  letterHtml: 200_000,
  letterText: 100_000,
  /** characters of an attribute and of a note on a customer; notes, tags and pages that are kept of one */
  attributeText: 500,
  customerNote: 4_000,
  customerNotes: 100,
  customerTags: 30,
  customerAddresses: 50,
  pagesKept: 20,
  url: 2_000,
} as const;
