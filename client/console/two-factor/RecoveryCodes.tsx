/** Recovery codes, shown once: to be copied or downloaded before going on. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../http/session.ts';
import classes from './two-factor.module.css';

export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept(): void }) {
  const { t } = useTranslation();
  const { data: me } = useMe();

  function handleDownload() {
    const title = t('twoFactor.fileTitle', { email: me?.email ?? '', host: location.host });
    const url = URL.createObjectURL(new Blob([`${title}\n\n${codes.join('\n')}\n`], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'parley-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(url);
  }

  return (
    <div className={classes.steps}>
      <h2 className={classes.heading}>{t('twoFactor.recoveryTitle')}</h2>
      <p>{t('twoFactor.recoveryText')}</p>
      <ul className={classes.codes} aria-label={t('twoFactor.recoveryTitle')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.75} />} onClick={handleDownload}>
          {t('twoFactor.download')}
        </Button>
        <Button onClick={onKept}>{t('twoFactor.kept')}</Button>
      </div>
    </div>
  );
}
