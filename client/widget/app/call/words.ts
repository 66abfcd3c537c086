/** What a call from the page says; loaded with it. */
import type { CallProblem } from './page-call.ts';

const problems: Record<CallProblem, string> = {
  denied: 'Your browser did not let this page use the microphone. Allow it beside the address, then try again.',
  'no-microphone': 'There is no microphone here. Connect one, then try again.',
  away: 'Nobody is free to take a call at the moment. Write to us instead.',
  twice: 'You are in a call already, perhaps in another tab.',
  'too-many': 'You have called several times in the last hour. Write to us instead.',
  failed: 'The call did not come about. Try again.',
};

const en = {
  call: 'Call',
  ask: (site: string) => `Call ${site}`,
  why: 'Your browser will ask for the microphone. It is used for this call only, and off when you hang up.',
  allow: 'Allow and call',
  notNow: 'Not now',
  connecting: 'Connecting',
  next: 'You are next',
  place: (ahead: number) => (ahead === 1 ? '1 call before you' : `${ahead} calls before you`),
  waiting: 'Waiting for somebody to answer',
  talking: (name: string) => `Talking to ${name}`,
  somebody: 'us',
  held: 'On hold, we will be back',
  mending: 'The connection was lost. Trying again',
  mute: 'Mute',
  unmute: 'Unmute',
  muted: 'Muted',
  hangUp: 'Hang up',
  ended: 'Call ended',
  notAnswered: 'Call ended before anybody answered',
  youCalled: 'You called',
  weCalled: 'We called you',
  answered: (name: string) => `${name} answered your call`,
  endedAfter: (time: string) => `Call ended after ${time}`,
  again: 'Try again',
  close: 'Close',
  problems,
};
export type CallWords = typeof en;

const zh: CallWords = {
  call: '通话',
  ask: (site) => `呼叫 ${site}`,
  why: '浏览器会请求使用麦克风。麦克风仅用于本次通话，挂断后即关闭。',
  allow: '允许并呼叫',
  notNow: '暂不',
  connecting: '正在接通',
  next: '下一个就是您',
  place: (ahead) => `前面还有 ${ahead} 个通话`,
  waiting: '正在等待接听',
  talking: (name) => `正在与 ${name} 通话`,
  somebody: '我们',
  held: '通话保持中，请稍候',
  mending: '连接已断开，正在重试',
  mute: '静音',
  unmute: '取消静音',
  muted: '已静音',
  hangUp: '挂断',
  ended: '通话已结束',
  notAnswered: '无人接听，通话已结束',
  youCalled: '您发起了通话',
  weCalled: '我们呼叫了您',
  answered: (name) => `${name} 接听了您的通话`,
  endedAfter: (time) => `通话已结束，时长 ${time}`,
  again: '重试',
  close: '关闭',
  problems: {
    denied: '浏览器未允许此页面使用麦克风。请在地址栏旁允许，然后重试。',
    'no-microphone': '未找到麦克风。请连接麦克风，然后重试。',
    away: '目前没有人可以接听。请改为留言给我们。',
    twice: '您已在通话中，可能在另一个标签页。',
    'too-many': '您在过去一小时内已多次呼叫。请改为留言给我们。',
    failed: '呼叫未能接通，请重试。',
  },
};

export const callWords = (language: string): CallWords => (language.startsWith('zh') ? zh : en);
