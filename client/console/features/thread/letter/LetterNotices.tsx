/** What whoever reads the letter should know first: doubts about its sender, and what of it is not shown here. */
import { IconAlertTriangle, IconInfoCircle, IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Letter } from '../../../../../shared/model/letter.ts';
import { formatBytes } from '../../../i18n/bytes.ts';
import { formatAddress } from '../../../letters/addresses.ts';
import classes from './letter.module.css';
import { readSender } from './read-letter.ts';

export function LetterNotices({ letter }: { letter: Letter }) {
  const { t } = useTranslation();
  const { received } = letter;
  if (!received) return null;
  const { verdict, domain, warnings } = readSender(letter);
  const doubts = [
    ...(verdict === 'fail' ? [t('letter.verdictHint.fail', { domain })] : []),
    ...warnings.map((warning) => t(`letter.warning.${warning}`)),
  ];
  const missing = [
    ...(received.encrypted ? [t(`letter.encrypted.${received.encrypted}`)] : []),
    ...(received.unreadable ? [t('letter.unreadable')] : []),
    ...(received.oversize ? [t('letter.oversize', { size: formatBytes(received.oversize) })] : []),
    ...(received.cut ? [t('letter.cut')] : []),
    ...(received.dropped ? [t('letter.dropped', { count: received.dropped })] : []),
  ];
  return (
    <>
      {received.automatic && (
        <p className={classes.notice}>
          <IconRobot size={14} stroke={1.75} aria-hidden="true" /> {t(`letter.automatic.${received.automatic}`)}
        </p>
      )}
      {doubts.length > 0 && (
        <Notice isWarning={true} lines={doubts}>
          <IconAlertTriangle size={15} stroke={2} aria-hidden="true" />
        </Notice>
      )}
      {received.forwardedFrom && (
        <p className={classes.notice} dir="auto">
          {t('letter.forwardedFrom', { name: formatAddress(received.forwardedFrom) })}
        </p>
      )}
      {missing.length > 0 && (
        <Notice isWarning={false} lines={missing} source={letter.source}>
          <IconInfoCircle size={15} stroke={2} aria-hidden="true" />
        </Notice>
      )}
    </>
  );
}

interface NoticeProps {
  isWarning: boolean;
  lines: readonly string[];
  source?: Letter['source'];
  children: ReactNode;
}

function Notice({ isWarning, lines, source = null, children }: NoticeProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.strip} data-warning={isWarning || undefined}>
      {children}
      <div>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {source !== null && (
          <a href={`/files/${source}`} download>
            {t('letter.source')}
          </a>
        )}
      </div>
    </div>
  );
}
