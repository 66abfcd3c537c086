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
  /** entries in one page of a thread */
  page: 50,
  /** entries in one answer to a sync; further ones are asked for again */
  syncPage: 200,
  /** how far behind a client may be and still be told the missing entries rather than `reset` */
  syncReach: 1_000,
  /** rows in one page of a list */
  listPage: 50,
  /** characters of a typing preview */
  typingPreview: 500,
  name: 120,
  url: 2_000,
} as const;
