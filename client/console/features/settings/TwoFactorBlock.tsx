/** The second step of one's own sign-in: set up, new recovery codes, and turned off again. */
import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TwoFactorState } from '../../../../shared/api-accounts.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { RecoveryCodes } from '../../two-factor/RecoveryCodes.tsx';
import { useRenewCodes, useTurnOff, useTwoFactor } from './account-queries.ts';
import own from './accounts.module.css';
import { Block, Loaded } from './PageFrame.tsx';
import classes from './settings.module.css';
import { TwoFactorConfirm } from './TwoFactorConfirm.tsx';

const TwoFactorSetUp = lazy(async () => ({
  default: (await import('../../two-factor/TwoFactorSetUp.tsx')).TwoFactorSetUp,
}));

type Dialog = { kind: 'set-up' } | { kind: 'off' } | { kind: 'renew' } | { kind: 'codes'; codes: string[] } | null;

export function TwoFactorBlock() {
  const { t } = useTranslation();
  const state = useTwoFactor();
  const client = useQueryClient();
  const turnOff = useTurnOff();
  const renew = useRenewCodes();
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);

  function open(kind: 'set-up' | 'off' | 'renew') {
    turnOff.reset();
    renew.reset();
    setDialog({ kind });
  }

  function say(words: string) {
    notifications.show({ message: words });
    close();
  }

  return (
    <Block title={t('twoFactor.title')} hint={t('twoFactor.hint')}>
      <Loaded query={state}>{(known) => <State state={known} onOpen={open} />}</Loaded>
      <Modal
        opened={dialog?.kind === 'set-up' || dialog?.kind === 'codes'}
        onClose={() => {
          close();
          void client.invalidateQueries({ queryKey: ['two-factor'] });
        }}
        title={t(dialog?.kind === 'codes' ? 'twoFactor.newCodes' : 'twoFactor.setUpTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        // A click beside it must not take the codes away.
        closeOnClickOutside={false}
      >
        {dialog?.kind === 'set-up' && (
          <Suspense fallback={<div className={classes.ghost} />}>
            <TwoFactorSetUp
              onDone={() => {
                say(t('twoFactor.turnedOn'));
                void client.invalidateQueries({ queryKey: ['two-factor'] });
              }}
            />
          </Suspense>
        )}
        {dialog?.kind === 'codes' && <RecoveryCodes codes={dialog.codes} onKept={close} />}
      </Modal>
      {dialog?.kind === 'off' && (
        <TwoFactorConfirm
          title={t('twoFactor.turnOffTitle')}
          text={t('twoFactor.turnOffText')}
          verb={t('twoFactor.turnOff')}
          fault={turnOff.error}
          isBusy={turnOff.isPending}
          onConfirm={(input) => turnOff.mutate(input, { onSuccess: () => say(t('twoFactor.turnedOff')) })}
          onClose={close}
        />
      )}
      {dialog?.kind === 'renew' && (
        <TwoFactorConfirm
          title={t('twoFactor.newCodes')}
          text={t('twoFactor.newCodesText')}
          verb={t('twoFactor.makeCodes')}
          fault={renew.error}
          isBusy={renew.isPending}
          onConfirm={(input) =>
            renew.mutate(input, {
              onSuccess: ({ recoveryCodes }) => setDialog({ kind: 'codes', codes: recoveryCodes }),
            })
          }
          onClose={close}
        />
      )}
    </Block>
  );
}

function State({ state, onOpen }: { state: TwoFactorState; onOpen(kind: 'set-up' | 'off' | 'renew'): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  if (state.since === null) {
    return (
      <div className={own.fact}>
        <span>{t('twoFactor.off')}</span>
        <Button variant="default" size="xs" onClick={() => onOpen('set-up')}>
          {t('twoFactor.turnOn')}
        </Button>
      </div>
    );
  }
  return (
    <div className={own.fact}>
      <span>
        {t('twoFactor.on', { date: times.when(state.since, now) })}
        <small>
          {t('twoFactor.codesLeft', { count: state.recoveryCodesLeft })}
          {state.required && ` · ${t('twoFactor.required')}`}
        </small>
      </span>
      <div className={classes.row}>
        <Button variant="default" size="xs" onClick={() => onOpen('renew')}>
          {t('twoFactor.newCodes')}
        </Button>
        {!state.required && (
          <Button variant="default" size="xs" onClick={() => onOpen('off')}>
            {t('twoFactor.turnOff')}
          </Button>
        )}
      </div>
    </div>
  );
}
