/** Three channels that run into one timeline. */
import { IconCheck, IconMail, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import classes from './auth-art.module.css';

export function AuthArt() {
  const { t } = useTranslation();
  const steps = [
    { mark: classes.email, text: t('auth.art.one'), by: t('auth.art.oneBy') },
    { mark: classes.chat, text: t('auth.art.two'), by: t('auth.art.twoBy') },
    { mark: classes.phone, text: t('auth.art.three'), by: t('auth.art.threeBy') },
    { mark: classes.email, text: t('auth.art.four'), by: t('auth.art.fourBy') },
  ];
  return (
    <aside className={classes.art} aria-hidden="true">
      <div className={classes.drawing}>
        <svg className={classes.lines} viewBox="0 0 220 300" width="220" height="300" fill="none" strokeWidth="2.5">
          <title>{t('auth.promise')}</title>
          <path d="M0 -40V140C0 220 110 200 110 300" stroke="var(--pl-chat-t)" />
          <path d="M220 -40V140C220 220 110 200 110 300" stroke="var(--pl-phone-t)" />
          <path d="M110 -40V300" stroke="var(--pl-email-t)" />
        </svg>
        <span className={cx(classes.disc, classes.chat, classes.atLeft)}>
          <IconMessageCircle size={16} stroke={1.75} />
        </span>
        <span className={cx(classes.disc, classes.email, classes.atMiddle)}>
          <IconMail size={16} stroke={1.75} />
        </span>
        <span className={cx(classes.disc, classes.phone, classes.atRight)}>
          <IconPhone size={16} stroke={1.75} />
        </span>
        <ol className={classes.steps}>
          {steps.map((step) => (
            <li key={step.text} className={classes.step}>
              <span className={cx(classes.dot, step.mark)} />
              <span className={classes.card}>
                <strong>{step.text}</strong>
                <span>{step.by}</span>
              </span>
            </li>
          ))}
          <li className={cx(classes.step, classes.done)}>
            <span className={classes.check}>
              <IconCheck size={15} stroke={2.5} />
            </span>
            <strong>{t('auth.art.rated')}</strong>
          </li>
        </ol>
        <p className={classes.promise}>{t('auth.promise')}</p>
      </div>
    </aside>
  );
}
