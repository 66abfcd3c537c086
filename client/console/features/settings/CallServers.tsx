/** STUN and TURN servers, without which sound reaches nobody beyond the own network: what holds now, and what an admin writes instead. */
import { Button, PasswordInput, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  callServersSchema,
  type GivenCallServers,
  type CallServers as Servers,
} from '../../../../shared/model/call-servers.ts';
import { callApi } from '../../http/api.ts';
import { useFeedback, useFieldError } from './feedback.tsx';
import mail from './mailbox.module.css';
import { Block, Loaded } from './PageFrame.tsx';
import classes from './settings.module.css';

const path = '/api/call-servers';
const queryKey = ['call-servers'];

export function CallServers() {
  const { t } = useTranslation();
  const servers = useQuery({ queryKey, queryFn: () => callApi<Servers>('GET', path) });
  return (
    <div className={mail.apart}>
      <Block title={t('phoneLine.servers.title')} hint={t('phoneLine.servers.hint')}>
        <Loaded query={servers}>{(known) => <Form key={JSON.stringify(known)} known={known} />}</Loaded>
      </Block>
    </div>
  );
}

const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

function Form({ known }: { known: Servers }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const feedback = useFeedback();
  const start = { stun: known.stun.join('\n'), turn: known.turn.join('\n'), secret: '' };
  const [draft, setDraft] = useState(start);
  const take = (next: Servers) => client.setQueryData(queryKey, next);
  const save = useMutation({ mutationFn: (given: GivenCallServers) => callApi<Servers>('PUT', path, given) });
  const giveUp = useMutation({ mutationFn: () => callApi<Servers>('DELETE', path) });
  const refused = useFieldError(save.error);
  const given = {
    ...{ stun: linesOf(draft.stun), turn: linesOf(draft.turn) },
    ...(draft.secret && { secret: draft.secret }),
  };
  const parsed = callServersSchema.safeParse(given);
  const wrong = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])));
  const isChanged = (['stun', 'turn', 'secret'] as const).some((name) => draft[name] !== start[name]);
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));

  return (
    <>
      <p className={classes.quiet} role="status">
        {stateOf()}
      </p>
      {(['stun', 'turn'] as const).map((name) => (
        <Textarea
          key={name}
          label={t(`phoneLine.servers.${name}`)}
          description={t('phoneLine.servers.perLine')}
          placeholder={name === 'stun' ? 'stun:stun.example.com:3478' : 'turn:turn.example.com:3478?transport=udp'}
          value={draft[name]}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={1_600}
          spellCheck={false}
          error={wrong.has(name) ? t(`phoneLine.servers.${name}Wrong`) : undefined}
          onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
        />
      ))}
      <PasswordInput
        label={t('phoneLine.servers.secret')}
        description={t(known.isOwn && known.hasSecret ? 'mailbox.credentials.kept' : 'phoneLine.servers.secretHint')}
        value={draft.secret}
        maxLength={400}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('mailbox.credentials.show') }}
        error={refused('secret') && t('phoneLine.servers.secretWrong')}
        onChange={({ currentTarget }) => set({ secret: currentTarget.value })}
      />
      <div className={mail.try}>
        <Button
          variant="default"
          disabled={!isChanged || !parsed.success}
          loading={save.isPending}
          onClick={() =>
            save.mutate(given, {
              onError: feedback.failed,
              onSuccess: (next) => {
                take(next);
                feedback.saved();
              },
            })
          }
        >
          {t('phoneLine.servers.save')}
        </Button>
        {known.isOwn && (
          <Button
            variant="subtle"
            loading={giveUp.isPending}
            onClick={() => giveUp.mutate(undefined, { onError: feedback.failed, onSuccess: take })}
          >
            {t('phoneLine.servers.usual')}
          </Button>
        )}
      </div>
    </>
  );

  function stateOf(): string {
    if (known.isOwn) return t('phoneLine.servers.own');
    const named = [...known.usual.stun, ...known.usual.turn];
    return named.length > 0
      ? t('phoneLine.servers.environment', { names: named.join(', ') })
      : t('phoneLine.servers.none');
  }
}
