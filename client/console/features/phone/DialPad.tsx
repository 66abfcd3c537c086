/** Calls somebody: the number as it is typed, from which of our own, the keys, and those called last. One's own device rings first. */
import { ActionIcon, Button, Modal, Select, TextInput } from '@mantine/core';
import { IconBackspace, IconPhoneOutgoing } from '@tabler/icons-react';
import { AsYouType, type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId, InboxId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { useDial } from '../../calls/use-dial.ts';
import { useCallerIds } from '../../sync/calls.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './dial.module.css';
import { Keypad } from './Keypad.tsx';

export interface DialPadProps {
  /** what to begin with */
  number?: string | undefined;
  /** whose call it is */
  conversationId?: ConversationId | undefined;
  onClose(): void;
}

export function DialPad({ number = '', conversationId, onClose }: DialPadProps) {
  const { t } = useTranslation();
  const dial = useDial();
  const { memory } = useDesk().calls;
  const recent = useSyncExternalStore(memory.recent.subscribe, memory.recent.get);
  const callerIds = useCallerIds();
  const [from, setFrom] = useState<InboxId | null>(null);
  const line = callerIds.find(({ inboxId }) => inboxId === from) ?? callerIds[0];
  const country = line && parsePhoneNumberFromString(line.number)?.country;
  const [text, setText] = useState(showNumber(number));
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isWhole = parsePhoneNumberFromString(text, country)?.isPossible() ?? false;

  function write(next: string): void {
    setProblem(null);
    setText(format(next, country));
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!line || text.trim() === '' || isBusy) return;
    setBusy(true);
    const why = await dial({ number: text, inboxId: line.inboxId, ...(conversationId && { conversationId }) });
    setBusy(false);
    setProblem(why);
    if (why === null) onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={340}
      title={t('phone.dialTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {line ? (
        <form className={classes.dial} onSubmit={(event) => void submit(event)}>
          {callerIds.length > 1 ? (
            <Select
              label={t('phone.dialFrom')}
              allowDeselect={false}
              value={line.inboxId}
              data={callerIds.map((one) => ({ value: one.inboxId, label: `${showNumber(one.number)} · ${one.name}` }))}
              onChange={(value) => setFrom(value as InboxId | null)}
            />
          ) : (
            <p className={classes.from}>
              {t('phone.dialFrom')}: {showNumber(line.number)} · {line.name}
            </p>
          )}
          <TextInput
            data-autofocus
            type="tel"
            inputMode="tel"
            autoComplete="off"
            label={t('phone.number')}
            placeholder={t('phone.dialPlaceholder')}
            value={text}
            maxLength={40}
            error={problem}
            onChange={(event) => write(event.currentTarget.value)}
            rightSection={
              text !== '' && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('phone.dialClear')}
                  onClick={() => write(text.replace(/[^0-9*#+]/g, '').slice(0, -1))}
                >
                  <IconBackspace size={16} stroke={1.75} />
                </ActionIcon>
              )
            }
          />
          <Keypad onPress={(digit) => write(text + digit)} isSilent />
          <p className={classes.hint} role="status">
            {text !== '' && !isWhole && !problem && text.length > 5 ? t('phone.dialUnsure') : ''}
          </p>
          <Button
            type="submit"
            loading={isBusy}
            disabled={text.trim() === ''}
            leftSection={<IconPhoneOutgoing size={16} stroke={1.75} />}
          >
            {t('phone.dialGo')}
          </Button>
          {recent.length > 0 && text === '' && (
            <section className={classes.recent} aria-label={t('phone.dialRecent')}>
              <h3>{t('phone.dialRecent')}</h3>
              {recent.map((one) => (
                <button key={one} type="button" onClick={() => write(one)}>
                  {showNumber(one)}
                </button>
              ))}
            </section>
          )}
        </form>
      ) : (
        <p>{t('phone.dialNone')}</p>
      )}
    </Modal>
  );
}

/** Spaced as it is typed. Short ones and those with keys of their own stay as they are. */
function format(text: string, country: CountryCode | undefined): string {
  return /^[+\d\s()./-]*$/.test(text) ? new AsYouType(country).input(text.replace(/[^\d+]/g, '')) : text;
}
