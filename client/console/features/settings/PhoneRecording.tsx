/** Whether calls are recorded, what is said of it before, who may listen for how long, and who writes down what was said. */
import { NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { listeners, transcriptionCredential } from '../../../../shared/model/phone-policy.ts';
import type { PhonePart } from './PhoneForm.tsx';

export function PhoneRecording({ draft, set, setMenu, error, kept }: PhonePart) {
  const { t } = useTranslation();
  const { recordings, menu, credentials } = draft;
  const { transcription } = recordings;
  const put = (changed: Partial<typeof recordings>) => set({ recordings: { ...recordings, ...changed } });
  return (
    <>
      <Switch
        label={t('phoneLine.record')}
        description={t('phoneLine.recordHint')}
        checked={menu.record}
        onChange={(event) => setMenu({ record: event.currentTarget.checked })}
      />
      <Textarea
        label={t('phoneLine.recordings.announcement')}
        description={t('phoneLine.recordings.announcementHint')}
        value={recordings.announcement}
        maxLength={300}
        autosize
        minRows={2}
        onChange={(event) => put({ announcement: event.currentTarget.value })}
      />
      <Select
        label={t('phoneLine.recordings.listeners')}
        value={recordings.listeners}
        allowDeselect={false}
        data={listeners.map((value) => ({ value, label: t(`phoneLine.recordings.listening.${value}`) }))}
        onChange={(value) => put({ listeners: value === 'floor' ? 'floor' : 'team' })}
      />
      <NumberInput
        label={t('phoneLine.recordings.keep')}
        description={t('phoneLine.recordings.keepHint')}
        value={recordings.keepDays ?? ''}
        min={1}
        max={3_650}
        allowDecimal={false}
        error={error('recordings.keepDays')}
        onChange={(value) => put({ keepDays: value === '' ? null : Math.round(Number(value) || 0) })}
      />
      <Switch
        label={t('phoneLine.recordings.deletesCopy')}
        description={t('phoneLine.recordings.deletesCopyHint')}
        checked={recordings.deletesCopy}
        onChange={(event) => put({ deletesCopy: event.currentTarget.checked })}
      />
      <Switch
        label={t('phoneLine.recordings.transcribe')}
        description={t('phoneLine.recordings.transcribeHint')}
        checked={transcription !== null}
        onChange={(event) =>
          put({ transcription: event.currentTarget.checked ? { url: '', model: 'whisper-1' } : null })
        }
      />
      {transcription !== null && (
        <>
          <TextInput
            label={t('phoneLine.recordings.url')}
            placeholder="https://api.openai.com/v1/audio/transcriptions"
            value={transcription.url}
            maxLength={500}
            spellCheck={false}
            error={transcription.url === '' ? undefined : error('recordings.transcription.url')}
            onChange={(event) => put({ transcription: { ...transcription, url: event.currentTarget.value.trim() } })}
          />
          <TextInput
            label={t('phoneLine.recordings.model')}
            value={transcription.model}
            maxLength={120}
            spellCheck={false}
            onChange={(event) => put({ transcription: { ...transcription, model: event.currentTarget.value } })}
          />
          <PasswordInput
            label={t('phoneLine.recordings.key')}
            description={t(
              kept.includes(transcriptionCredential) ? 'mailbox.credentials.kept' : 'phoneLine.recordings.keyHint',
            )}
            value={credentials[transcriptionCredential] ?? ''}
            maxLength={8_000}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('mailbox.credentials.show') }}
            onChange={(event) =>
              set({ credentials: { ...credentials, [transcriptionCredential]: event.currentTarget.value } })
            }
          />
        </>
      )}
    </>
  );
}
