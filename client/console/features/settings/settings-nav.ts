/** The pages of the settings in their groups, and what each asks for. */
import {
  IconBolt,
  IconCircleOff,
  IconClock,
  IconForms,
  IconGauge,
  IconHistory,
  IconInbox,
  IconMail,
  IconLanguage,
  IconMessage2Bolt,
  IconShieldLock,
  IconTag,
  IconTargetArrow,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  IconWorld,
} from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import type { Permission } from '../../../../shared/model/permission.ts';

export interface SettingsEntry {
  to: string;
  /** of the words */
  label: ParseKeys;
  icon: typeof IconUsers;
  /** null: everybody */
  needs: Permission | null;
  exact?: true;
}

export interface SettingsGroup {
  label: ParseKeys;
  entries: SettingsEntry[];
}

const work = 'workspace:manage';

export const settingsGroups: SettingsGroup[] = [
  {
    label: 'settings.groups.you',
    entries: [{ to: '/console/settings', label: 'settings.account', icon: IconUserCircle, needs: null, exact: true }],
  },
  {
    label: 'settings.groups.people',
    entries: [
      { to: '/console/settings/people', label: 'settings.people', icon: IconUsers, needs: 'people:manage' },
      { to: '/console/settings/teams', label: 'teams.title', icon: IconUsersGroup, needs: 'people:manage' },
      { to: '/console/settings/roles', label: 'roles.title', icon: IconShieldLock, needs: 'people:manage' },
      { to: '/console/settings/audit', label: 'audit.title', icon: IconHistory, needs: 'audit:see' },
    ],
  },
  {
    label: 'workspace.groups.work',
    entries: [
      { to: '/console/settings/queues', label: 'workspace.queues.title', icon: IconInbox, needs: work },
      { to: '/console/settings/capacity', label: 'workspace.capacity.title', icon: IconGauge, needs: work },
      { to: '/console/settings/hours', label: 'settings.calendars', icon: IconClock, needs: work },
      { to: '/console/settings/reasons', label: 'workspace.reasons.title', icon: IconCircleOff, needs: work },
      {
        to: '/console/settings/dispositions',
        label: 'workspace.dispositions.title',
        icon: IconTargetArrow,
        needs: work,
      },
      { to: '/console/settings/tags', label: 'workspace.tags.title', icon: IconTag, needs: work },
      { to: '/console/settings/attributes', label: 'workspace.attributes.title', icon: IconForms, needs: work },
    ],
  },
  {
    label: 'workspace.groups.writing',
    entries: [
      { to: '/console/settings/replies', label: 'workspace.replies.title', icon: IconMessage2Bolt, needs: null },
      { to: '/console/settings/macros', label: 'workspace.macros.title', icon: IconBolt, needs: null },
    ],
  },
  {
    label: 'settings.groups.channels',
    entries: [
      { to: '/console/settings/websites', label: 'settings.websites', icon: IconWorld, needs: work },
      { to: '/console/settings/mailboxes', label: 'mailbox.title', icon: IconMail, needs: work },
      { to: '/console/settings/languages', label: 'workspace.served.title', icon: IconLanguage, needs: work },
    ],
  },
];

/** Only what this person may open; a group with nothing in it is not there. */
export function listEntries(permissions: readonly Permission[]): SettingsGroup[] {
  return settingsGroups.flatMap(({ label, entries }) => {
    const open = entries.filter(({ needs }) => needs === null || permissions.includes(needs));
    return open.length > 0 ? [{ label, entries: open }] : [];
  });
}
