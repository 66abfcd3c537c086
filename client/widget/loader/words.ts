/** The few words outside the frame, in the languages the widget speaks. */

export interface LoaderWords {
  open: string;
  close: string;
  unread(count: number): string;
  frame(name: string): string;
}

const english: LoaderWords = {
  open: 'Open chat',
  close: 'Close chat',
  unread: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  frame: (name) => (name ? `Chat with ${name}` : 'Chat'),
};

const chinese: LoaderWords = {
  open: '打开聊天',
  close: '关闭聊天',
  unread: (count) => `${count} 条新消息`,
  frame: (name) => (name ? `与${name}聊天` : '聊天'),
};

export function pickLoaderWords(language: string): LoaderWords {
  return /^zh\b/i.test(language) ? chinese : english;
}
