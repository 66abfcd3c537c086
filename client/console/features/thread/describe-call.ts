/** One line of a call's life, in words. */
import type { TFunction } from 'i18next';
import type { CallTold } from '../../../../shared/model/call.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { formatRunning } from '../../i18n/times.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const formatClock = (at: number): string => clock.format(at);

export function describeCall(told: CallTold, t: TFunction): string {
  switch (told.what) {
    case 'began':
      if (told.by === 'web') return t('call.fromWeb');
      return `${t(told.direction === 'in' ? 'call.in' : 'call.out')}, ${showNumber(told.number) || t('call.withheld')}`;
    case 'chose':
      return t('call.told.chose', { label: told.label });
    case 'rang':
      return t('call.told.rang', { name: showNumber(told.name) });
    case 'answered':
      return t('call.told.answered', { name: told.byName, time: formatRunning(told.waitedMs) });
    case 'connected':
      return t('call.told.connected');
    case 'held':
      return t('call.told.held', { time: formatRunning(told.ms) });
    case 'consulted':
      return t('call.told.consulted', { name: showNumber(told.name), time: formatRunning(told.ms) });
    case 'handed-on':
      return t('call.told.handedOn', { name: told.byName, to: showNumber(told.to) });
    case 'refused':
      return t(`call.told.refused.${told.why}`, { name: showNumber(told.to) });
    case 'joined':
    case 'left':
    case 'lost':
    case 'returned':
      return t(`call.told.${told.what}`, { name: showNumber(told.name) });
    case 'recording-on':
      return t('call.told.recordingOn');
    case 'recording-off':
      return t('call.told.recordingOff');
    case 'recording-paused':
      return t(told.ranOut ? 'call.told.pauseRanOut' : 'call.told.recordingPaused', { time: formatRunning(told.ms) });
    case 'recorded': {
      const time = formatRunning(told.seconds * 1_000);
      return t(told.purpose === 'voicemail' ? 'call.told.voicemail' : 'call.told.recorded', { time });
    }
    case 'not-recorded':
      return t(told.purpose === 'voicemail' ? 'call.told.noMessage' : 'call.told.notRecorded');
    case 'transcribed':
      return t('call.transcript');
    case 'not-transcribed':
      return t(told.isFinal ? 'call.told.notTranscribed' : 'call.told.notTranscribedYet', { why: told.why });
    case 'recording-removed':
      return t('call.told.recordingRemoved', { days: told.days });
    case 'callback-asked':
      return t('call.told.callbackAsked', { number: showNumber(told.number) });
    case 'callback-tried': {
      const { attempt, of, ending, nextAt } = told;
      const result = t(`call.ending.${ending}`);
      return nextAt === null
        ? t('call.told.callbackGivenUp', { count: of, result })
        : t('call.told.callbackAgain', { attempt, of, result, time: formatClock(nextAt) });
    }
    case 'too-long':
      return t('call.told.tooLong');
    case 'forwarded':
      return t('call.told.forwarded', { to: showNumber(told.to) });
    case 'not-dialled':
      return t(`call.told.notDialled.${told.why}`, { number: showNumber(told.to) });
    case 'ended': {
      if (told.ending !== 'talked') return t(`call.ending.${told.ending}`);
      const time = formatRunning(told.talkedMs);
      return told.byName ? t('call.told.endedBy', { name: told.byName, time }) : t('call.told.ended', { time });
    }
  }
}
