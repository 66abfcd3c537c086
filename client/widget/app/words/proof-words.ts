/** What is said where an address is proven by a code; comes with that part, so that nobody else waits for it. */

const en = {
  title: 'Get our answer by email',
  hint: 'So that it reaches you when you have left this page. We send you a code to make sure that the address is yours.',
  email: 'Your email address',
  send: 'Send me a code',
  sent: (address: string) => `We sent a code to ${address}. It is good for 15 minutes.`,
  code: 'Code of six digits',
  confirm: 'Confirm',
  again: 'Another code or address',
  wrong: 'This is not the code. Look again.',
  over: 'This code is over. Ask for another one.',
  later: 'That were many tries. Please wait a while.',
  badEmail: 'This does not look like an email address',
  failed: 'That did not work. Try again.',
};

const zh: typeof en = {
  title: '通过邮件接收回复',
  hint: '离开此页面后您仍能收到回复。我们会向您发送验证码，以确认该邮箱属于您。',
  email: '您的邮箱地址',
  send: '发送验证码',
  sent: (address) => `验证码已发送至 ${address}，15 分钟内有效。`,
  code: '六位验证码',
  confirm: '确认',
  again: '重新获取验证码或更换邮箱',
  wrong: '验证码不正确，请核对。',
  over: '验证码已失效，请重新获取。',
  later: '尝试次数过多，请稍后再试。',
  badEmail: '这不是有效的邮箱地址',
  failed: '操作未成功，请重试。',
};

export const proofWords = (language: string): typeof en => (language.startsWith('zh') ? zh : en);
