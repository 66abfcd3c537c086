/** What stands before the console while somebody's role asks for a second step that they have not set up. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../http/api.ts';
import { meKey } from '../../http/session.ts';
import { TwoFactorSetUp } from '../../two-factor/TwoFactorSetUp.tsx';
import { AuthFrame } from './AuthFrame.tsx';
import classes from './auth.module.css';

export function TwoFactorRequired() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const refresh = () => client.resetQueries({ queryKey: meKey });

  async function handleSignOut() {
    await callApi('DELETE', '/api/session').catch(() => null);
    await refresh();
  }

  return (
    <AuthFrame title={t('twoFactor.setUpTitle')} lead={t('twoFactor.requiredLead')}>
      <TwoFactorSetUp onDone={() => void refresh()} />
      <p className={classes.after}>
        <button type="button" className={classes.link} onClick={() => void handleSignOut()}>
          {t('twoFactor.signOut')}
        </button>
      </p>
    </AuthFrame>
  );
}
