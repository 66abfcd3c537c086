/** What is said to callers beside the inbox's own words, in the languages that are served. */

interface Words {
  /** calls that come before this one */
  place(ahead: number): string;
  pressForCallback: string;
  willCallBack: string;
  endsSoon: string;
}

const en: Words = {
  place: (ahead) =>
    ahead === 0 ? 'You are next in line.' : `There ${ahead === 1 ? 'is 1 caller' : `are ${ahead} callers`} before you.`,
  pressForCallback: 'Press 1 to hang up and be called back when it is your turn.',
  willCallBack: 'Thank you. We will call you back when it is your turn. Goodbye.',
  endsSoon: 'This call ends in one minute.',
};

const zh: Words = {
  place: (ahead) => (ahead === 0 ? '下一位就是您。' : `您前面还有${ahead}位来电者。`),
  pressForCallback: '按1挂断，轮到您时我们会给您回电。',
  willCallBack: '谢谢，轮到您时我们会给您回电。再见。',
  endsSoon: '本次通话将在一分钟后结束。',
};

export function wordsOf(language: string): Words {
  return language.toLowerCase().startsWith('zh') ? zh : en;
}
