/** The page's words in the languages of the console; the browser's language decides, or ?language=. */

const en = {
  title: 'Outbox',
  lead: 'No way to send mail is set up, so what Parley would have sent is kept here. Nothing has left this machine.',
  setUp: 'Set up sending',
  mails: 'Mails',
  none: 'Nothing has been sent yet',
  noneHint: 'Write a mail to your support address, answer it in the console, and the answer is here at once.',
  choose: 'Choose a mail to read it',
  noSubject: '(no subject)',
  from: 'From',
  to: 'To',
  cc: 'Cc',
  date: 'Date',
  conversation: 'Conversation',
  back: 'All mails',
  html: 'As it looks',
  text: 'Text only',
  headers: 'Headers',
  frame: 'The mail as its reader sees it',
  view: 'What is shown',
  attachments: 'Attachments',
  source: 'Download the source',
  loading: 'Loading',
  gone: 'This mail is not kept any more.',
  signIn: 'Sign in as an admin to read this page.',
  forbidden: 'Only those who manage the workspace and see every conversation may read this page.',
  unreachable: 'Parley does not answer. It is tried again by itself.',
  toConsole: 'Open the console',
  more: 'and {count} more',
  fresh: 'New mail: {subject}',
};
export type Words = typeof en;

const zh: Words = {
  title: '发件箱',
  lead: '尚未设置发信方式，Parley 本应发出的邮件都保存在这里，没有任何内容离开本机。',
  setUp: '设置发信',
  mails: '邮件',
  none: '还没有发出任何邮件',
  noneHint: '给你的客服地址写一封邮件，在控制台里回复，回复会立刻出现在这里。',
  choose: '选择一封邮件来阅读',
  noSubject: '（无主题）',
  from: '发件人',
  to: '收件人',
  cc: '抄送',
  date: '日期',
  conversation: '会话',
  back: '全部邮件',
  html: '显示效果',
  text: '纯文本',
  headers: '邮件头',
  frame: '收件人看到的邮件',
  view: '显示内容',
  attachments: '附件',
  source: '下载源文件',
  loading: '正在加载',
  gone: '此邮件已不再保存。',
  signIn: '请以管理员身份登录后查看此页。',
  forbidden: '只有管理工作区且能看到全部会话的人可以查看此页。',
  unreachable: 'Parley 没有响应，会自动重试。',
  toConsole: '打开控制台',
  more: '等另外 {count} 个',
  fresh: '新邮件：{subject}',
};

const asked = new URLSearchParams(location.search).get('language') ?? navigator.language;
export const language = asked.toLowerCase().startsWith('zh') ? 'zh-Hans' : 'en';
export const words: Words = language === 'zh-Hans' ? zh : en;

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (raw, name: string) => String(values[name] ?? raw));
