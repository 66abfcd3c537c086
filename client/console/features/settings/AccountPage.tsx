/** One's own account: profile, password, second step, preferences, and the browsers that are signed in. */
import { useTranslation } from 'react-i18next';
import { AttentionSettings } from '../../app/AttentionSettings.tsx';
import { LanguageMenu } from '../../app/LanguageMenu.tsx';
import { SchemeMenu } from '../../app/SchemeMenu.tsx';
import { SoundSettings, useHasLines } from '../../app/SoundSettings.tsx';
import { useMe } from '../../http/session.ts';
import { Block, PageFrame } from './PageFrame.tsx';
import { ProfileEmail } from './ProfileEmail.tsx';
import { ProfileName } from './ProfileName.tsx';
import { ProfilePassword } from './ProfilePassword.tsx';
import { SessionsBlock } from './SessionsBlock.tsx';
import classes from './settings.module.css';
import { TwoFactorBlock } from './TwoFactorBlock.tsx';

export function AccountPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const hasLines = useHasLines();
  return (
    <PageFrame title={t('settings.account')}>
      {me && (
        <>
          <Block title={t('account.profile')}>
            <ProfileName me={me} />
            <ProfileEmail me={me} />
          </Block>
          <Block title={t('profile.password')} hint={t('profile.passwordHint')}>
            <ProfilePassword />
          </Block>
          <TwoFactorBlock />
        </>
      )}
      <Block title={t('account.preferences')} hint={t('profile.preferencesHint')}>
        <div className={classes.row}>
          <LanguageMenu />
          <SchemeMenu />
        </div>
        <AttentionSettings />
      </Block>
      {hasLines && (
        <Block title={t('phone.device.callSound')} hint={t('phone.device.hint')}>
          <SoundSettings />
        </Block>
      )}
      <SessionsBlock />
    </PageFrame>
  );
}
