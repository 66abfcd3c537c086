/** The frame of sign-in, set-up and reset: a form at the left, the product's idea as a drawing at the right. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../../../ui/Logo.tsx';
import { LanguageMenu } from '../../app/LanguageMenu.tsx';
import { SchemeMenu } from '../../app/SchemeMenu.tsx';
import { AuthArt } from './AuthArt.tsx';
import classes from './auth.module.css';

export function AuthFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.frame}>
      <main className={classes.left}>
        <div className={classes.brand}>
          <Logo />
          <span>{t('app.name')}</span>
        </div>
        <div className={classes.form}>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.lead}>{lead}</p>
          {children}
        </div>
        <div className={classes.foot}>
          <LanguageMenu />
          <SchemeMenu />
          <span className={classes.version}>{t('auth.openSource')}</span>
        </div>
      </main>
      <AuthArt />
    </div>
  );
}
