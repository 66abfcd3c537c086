/** What an address names is not there: removed meanwhile, or never was. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageFrame } from './PageFrame.tsx';

export function NotHere({ back, title }: { back: string; title: string }) {
  const { t } = useTranslation();
  return (
    <PageFrame title={title}>
      <p>{t('workspace.notHere')}</p>
      <p>
        <Link to={back}>{title}</Link>
      </p>
    </PageFrame>
  );
}
