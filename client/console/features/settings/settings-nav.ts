/** The pages of the settings in their groups, and what each asks for. */
import {
  IconBolt,
  IconCircleOff,
  IconClock,
  IconFileImport,
  IconForms,
  IconGauge,
  IconGitMerge,
  IconHistory,
  IconHourglass,
  IconInbox,
  IconLanguage,
  IconListSearch,
  IconMail,
  IconMessage2Bolt,
  IconPhone,
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
  /** what stands on the page, by its words: found by the search, brought into sight when it is chosen */
  things?: ParseKeys[];
}

export interface SettingsGroup {
  label: ParseKeys;
  entries: SettingsEntry[];
}

const work = 'workspace:manage';

export const settingsGroups: SettingsGroup[] = [
  {
    label: 'settings.groups.you',
    entries: [
      {
        to: '/console/settings',
        label: 'settings.account',
        things: [
          'people.name',
          'profile.email',
          'profile.password',
          'account.preferences',
          'account.sessions',
          'twoFactor.title',
        ],
        icon: IconUserCircle,
        needs: null,
        exact: true,
      },
    ],
  },
  {
    label: 'settings.groups.people',
    entries: [
      {
        to: '/console/settings/people',
        label: 'settings.people',
        things: ['people.role', 'persons.capacity', 'people.resetLink', 'people.disable'],
        icon: IconUsers,
        needs: 'people:manage',
      },
      {
        to: '/console/settings/teams',
        label: 'teams.title',
        things: ['teams.members'],
        icon: IconUsersGroup,
        needs: 'people:manage',
      },
      {
        to: '/console/settings/roles',
        label: 'roles.title',
        things: ['roles.reach', 'roles.twoFactor'],
        icon: IconShieldLock,
        needs: 'people:manage',
      },
      {
        to: '/console/settings/audit',
        label: 'audit.title',
        things: ['audit.person', 'audit.action'],
        icon: IconHistory,
        needs: 'audit:see',
      },
    ],
  },
  {
    label: 'imports.group',
    entries: [
      {
        to: '/console/settings/imports',
        label: 'imports.title',
        things: ['imports.upload', 'imports.export'],
        icon: IconFileImport,
        needs: 'data:transfer',
      },
      {
        to: '/console/settings/duplicates',
        label: 'duplicates.title',
        icon: IconGitMerge,
        needs: 'customers:edit',
      },
      {
        to: '/console/settings/retention',
        label: 'retention.title',
        things: [
          'retention.kinds.closed',
          'retention.kinds.mails',
          'retention.kinds.files',
          'retention.kinds.audit',
          'retention.kinds.webhooks',
        ],
        icon: IconHourglass,
        needs: 'data:erase',
      },
    ],
  },
  {
    label: 'workspace.groups.work',
    entries: [
      {
        to: '/console/settings/queues',
        label: 'workspace.queues.title',
        things: [
          'workspace.queues.teams',
          'workspace.queues.priority',
          'workspace.queues.level',
          'workspace.queues.wrapUp',
          'workspace.queues.archiving',
        ],
        icon: IconInbox,
        needs: work,
      },
      { to: '/console/settings/capacity', label: 'workspace.capacity.title', icon: IconGauge, needs: work },
      {
        to: '/console/settings/hours',
        label: 'settings.calendars',
        things: ['hours.week', 'hours.holidays', 'hours.timeZone'],
        icon: IconClock,
        needs: work,
      },
      {
        to: '/console/settings/reasons',
        label: 'workspace.reasons.title',
        things: ['workspace.reasons.minutes'],
        icon: IconCircleOff,
        needs: work,
      },
      {
        to: '/console/settings/dispositions',
        label: 'workspace.dispositions.title',
        things: ['workspace.dispositions.queues'],
        icon: IconTargetArrow,
        needs: work,
      },
      {
        to: '/console/settings/tags',
        label: 'workspace.tags.title',
        things: ['workspace.tags.colour'],
        icon: IconTag,
        needs: work,
      },
      { to: '/console/settings/search', label: 'searchIndex.title', icon: IconListSearch, needs: work },
      {
        to: '/console/settings/attributes',
        label: 'workspace.attributes.title',
        things: ['workspace.attributes.type'],
        icon: IconForms,
        needs: work,
      },
    ],
  },
  {
    label: 'workspace.groups.writing',
    entries: [
      {
        to: '/console/settings/replies',
        label: 'workspace.replies.title',
        things: ['workspace.replies.shortcut', 'workspace.sharing.label'],
        icon: IconMessage2Bolt,
        needs: null,
      },
      {
        to: '/console/settings/macros',
        label: 'workspace.macros.title',
        things: ['workspace.macros.actions', 'workspace.sharing.label'],
        icon: IconBolt,
        needs: null,
      },
    ],
  },
  {
    label: 'settings.groups.channels',
    entries: [
      {
        to: '/console/settings/websites',
        label: 'settings.websites',
        things: [
          'website.snippet',
          'website.look',
          'website.accent',
          'website.greeting',
          'website.form',
          'website.where',
          'website.origins',
          'website.routing',
          'website.reopen',
          'website.abandon',
          'website.privacy',
          'website.privacyUrl',
          'website.preview',
          'website.identity',
          'workspace.languages.title',
          'workspace.websites.archiving',
        ],
        icon: IconWorld,
        needs: work,
      },
      {
        to: '/console/settings/mailboxes',
        label: 'mailbox.title',
        things: [
          'mailbox.address.title',
          'mailbox.words.displayName',
          'mailbox.words.signature',
          'mailbox.receive.title',
          'mailbox.send.title',
          'mailbox.check.title',
          'mailbox.words.ackTitle',
          'mailbox.rules.title',
          'mailbox.dns.title',
          'mailbox.trust.servers',
        ],
        icon: IconMail,
        needs: work,
      },
      {
        to: '/console/settings/phones',
        label: 'phoneLine.title',
        things: [
          'phoneLine.menu.title',
          'phoneLine.waiting.title',
          'phoneLine.preview.title',
          'phoneLine.dialling.title',
          'phoneLine.servers.title',
        ],
        icon: IconPhone,
        needs: work,
      },
      {
        to: '/console/settings/languages',
        label: 'workspace.served.title',
        things: ['workspace.served.which', 'workspace.served.isDefault', 'workspace.served.own'],
        icon: IconLanguage,
        needs: work,
      },
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
