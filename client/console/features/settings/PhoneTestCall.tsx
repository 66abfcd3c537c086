/** A call through this number, from the own softphone: what of it works, step by step, in plain words. */
import { Button, TextInput } from '@mantine/core';
import { IconPhoneOff, IconPhoneOutgoing } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountStep } from '../../../../shared/model/account.ts';
import type { CallId } from '../../../../shared/model/ids.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useCallState } from '../../sync/calls.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { StepIcon } from './AccountCheck.tsx';
import mail from './mailbox.module.css';
import { readTestCall, type TestStep } from './read-test-call.ts';
import classes from './settings.module.css';

const readMe = (state: DeskState) => state.me;

/** Before there is a call: what is tried by this page itself. */
interface Tried {
  step: 'granted' | 'microphone' | 'asked';
  state: AccountStep['state'];
  why?: string;
}

export function PhoneTestCall({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const me = useDeskState(readMe);
  const { calls: known } = useCallState();
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState<Tried[]>([]);
  const [callId, setCallId] = useState<CallId | null>(null);
  const call = callId && (known.get(callId) ?? null);
  const steps = callId && me ? readTestCall(call, me.id) : [];
  const isTrying = tried.some(({ state }) => state === 'running');
  const isUnderWay = isTrying || (callId !== null && call?.endedAt === null);

  async function run(event: FormEvent): Promise<void> {
    event.preventDefault();
    setCallId(null);
    const done: Tried[] = [];
    const begin = (step: Tried['step']) => setTried([...done, { step, state: 'running' }]);
    const end = (step: Tried['step'], why: string | null) => {
      done.push(why === null ? { step, state: 'ok' } : { step, state: 'failed', why });
      setTried([...done]);
      return why === null;
    };
    begin('granted');
    const grant = await calls.ask('call:grant', {});
    const line = grant.ok ? grant.value.lines.find(({ inboxId }) => inboxId === inbox.id) : undefined;
    if (!end('granted', line ? null : t('phoneLine.test.notGranted'))) return;
    begin('microphone');
    if (!end('microphone', await findMicrophone(t('phoneLine.test.noMicrophone')))) return;
    begin('asked');
    const answer = await calls.ask('call:dial', { number, inboxId: inbox.id });
    if (answer.ok) {
      setTried([...done]);
      setCallId(answer.value.call.id);
      return;
    }
    const refused = answer.error.fields?.number as 'premium' | undefined;
    const busy = answer.error.code === 'conflict' ? t('phone.dialBusy') : t(`error.${answer.error.code}`);
    end('asked', refused ? t(`phone.refused.${refused}`) : busy);
  }

  return (
    <>
      <form className={mail.try} onSubmit={(event) => void run(event)}>
        <TextInput
          type="tel"
          inputMode="tel"
          label={t('phoneLine.test.number')}
          description={t('phoneLine.test.numberHint')}
          placeholder={t('phone.dialPlaceholder')}
          value={number}
          maxLength={40}
          autoComplete="off"
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        />
        {isUnderWay && callId ? (
          <Button
            variant="default"
            leftSection={<IconPhoneOff size={16} stroke={1.75} />}
            onClick={() => void calls.ask('call:end', { callId })}
          >
            {t('phone.end')}
          </Button>
        ) : (
          <Button
            type="submit"
            variant="default"
            loading={isTrying}
            disabled={number.trim() === ''}
            leftSection={<IconPhoneOutgoing size={16} stroke={1.75} />}
          >
            {t('phoneLine.test.go')}
          </Button>
        )}
      </form>
      {tried.length > 0 && (
        <ol className={mail.steps} aria-live="polite" aria-busy={isUnderWay}>
          {tried.map(({ step, state, why }) => (
            <Step key={step} state={state} words={t(`phoneLine.test.steps.${step}`)}>
              {why}
            </Step>
          ))}
          {steps.map((one) => (
            <Step key={one.step} state={one.state} words={t(`phoneLine.test.steps.${one.step}`)}>
              {explain(one)}
            </Step>
          ))}
        </ol>
      )}
    </>
  );

  function explain({ step, state, ending, talked }: TestStep): string | undefined {
    if (step === 'own' && state === 'failed') return t('phoneLine.test.ownFailed');
    if (step === 'rings' && state === 'failed' && ending) return t(`call.ending.${ending}`);
    if (step === 'answered' && state === 'running') return t('phoneLine.test.speak');
    return talked === undefined ? undefined : formatRunning(talked);
  }
}

function Step({ state, words, children }: { state: AccountStep['state']; words: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className={mail.step} data-state={state}>
      <StepIcon state={state} />
      <div>
        <p>
          {words} <span className="visually-hidden">{t(`mailbox.check.states.${state}`)}</span>
        </p>
        {children && <p className={state === 'failed' ? mail.why : classes.quiet}>{children}</p>}
      </div>
    </li>
  );
}

/** Null: there is one, and this page may hear it. */
async function findMicrophone(problem: string): Promise<string | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return null;
  } catch {
    return problem;
  }
}
