/** By which ways customers reach the team, and who is in it: what whoever may set it up does first. */
import { IconMail, IconPhone, IconUsers, IconWorld } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Permission } from '../../../../shared/model/permission.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { Step } from './Step.tsx';
import classes from './start.module.css';

const steps = [
  { name: 'website', icon: IconWorld, to: '/console/settings/websites', needs: 'workspace:manage' },
  { name: 'mailbox', icon: IconMail, to: '/console/settings/mailboxes', needs: 'workspace:manage', channel: 'email' },
  { name: 'number', icon: IconPhone, to: '/console/settings/phones', needs: 'workspace:manage', channel: 'phone' },
  { name: 'people', icon: IconUsers, to: '/console/settings/people', needs: 'people:manage' },
] as const;

export function SetUpSteps({ permissions, isDemo = false }: { permissions: readonly Permission[]; isDemo?: boolean }) {
  const { t } = useTranslation();
  const { data } = useCatalogue();
  const channels = new Set(data?.inboxes.filter(({ archived }) => !archived).map(({ channel }) => channel));
  // The demo has the others.
  const offered = steps.filter(({ name, needs }) => permissions.includes(needs) && (!isDemo || name === 'website'));
  return offered.map(({ name, icon, to, ...step }) => (
    <Step
      key={name}
      icon={icon}
      isDone={'channel' in step && channels.has(step.channel)}
      title={t(`start.steps.${name}.title`)}
      hint={t(`start.steps.${name}.hint`)}
    >
      <Link to={to} className={classes.link}>
        {t(`start.steps.${name}.open`)}
      </Link>
    </Step>
  ));
}
