/** The addresses of the console; settings are loaded when they are first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  redirect,
  useParams,
} from '@tanstack/react-router';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { InboxPage } from '../pages/InboxPage.tsx';
import { readAddress } from '../sync/views.ts';
import { Fault, NotFound } from './Fault.tsx';
import { SessionGate } from './SessionGate.tsx';

const LinkForm = lazyRouteComponent(() => import('../features/auth/LinkForm.tsx'), 'LinkForm');

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Fault });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/console/$view', params: { view: 'mine' } });
  },
});

const readToken = (search: Record<string, unknown>) => ({
  token: typeof search.token === 'string' ? search.token : '',
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: readToken,
  component: function SetupPage() {
    const { token } = setup.useSearch();
    const navigate = setup.useNavigate();
    return (
      <LinkForm
        purpose="setup"
        token={token}
        onDone={() => void navigate({ to: '/console/$view', params: { view: 'mine' } })}
      />
    );
  },
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: readToken,
  component: function ResetPage() {
    const { token } = reset.useSearch();
    const navigate = reset.useNavigate();
    return (
      <LinkForm
        purpose="reset"
        token={token}
        onDone={() => void navigate({ to: '/console/$view', params: { view: 'mine' } })}
      />
    );
  },
});

const desk = createRoute({
  getParentRoute: () => root,
  path: '/console',
  component: () => (
    <SessionGate>
      <Outlet />
    </SessionGate>
  ),
});

const deskHome = createRoute({
  getParentRoute: () => desk,
  path: '/',
  component: () => <Navigate to="/console/$view" params={{ view: 'mine' }} />,
});

// One route for list and conversation, so that opening one does not build the page anew.
const inbox = createRoute({
  getParentRoute: () => desk,
  path: '$view',
  component: function Inbox() {
    const { view, conversationId } = useParams({ strict: false });
    return <InboxPage view={readAddress(view)} id={conversationId as ConversationId | undefined} />;
  },
});

const conversation = createRoute({ getParentRoute: () => inbox, path: '$conversationId', component: () => null });

const settingsPages = () => import('../pages/SettingsPages.tsx');
const settings = createRoute({
  getParentRoute: () => desk,
  path: 'settings',
  component: lazyRouteComponent(settingsPages, 'SettingsPage'),
});
const account = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(settingsPages, 'AccountPage'),
});
const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  component: lazyRouteComponent(settingsPages, 'PeoplePage'),
});
const teams = createRoute({
  getParentRoute: () => settings,
  path: 'teams',
  component: lazyRouteComponent(settingsPages, 'TeamsPage'),
});
const roles = createRoute({
  getParentRoute: () => settings,
  path: 'roles',
  component: lazyRouteComponent(settingsPages, 'RolesPage'),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  component: lazyRouteComponent(settingsPages, 'AuditPage'),
});
const imports = createRoute({
  getParentRoute: () => settings,
  path: 'imports',
  component: lazyRouteComponent(settingsPages, 'ImportsPage'),
});
const duplicates = createRoute({
  getParentRoute: () => settings,
  path: 'duplicates',
  component: lazyRouteComponent(settingsPages, 'DuplicatesPage'),
});
const retention = createRoute({
  getParentRoute: () => settings,
  path: 'retention',
  component: lazyRouteComponent(settingsPages, 'RetentionPage'),
});
const oneImport = createRoute({
  getParentRoute: () => settings,
  path: 'imports/$importId',
  component: lazyRouteComponent(settingsPages, 'ImportPage'),
});
const websites = createRoute({
  getParentRoute: () => settings,
  path: 'websites',
  component: lazyRouteComponent(settingsPages, 'WebsitesPage'),
});
const hours = createRoute({
  getParentRoute: () => settings,
  path: 'hours',
  component: lazyRouteComponent(settingsPages, 'HoursPage'),
});

const queues = createRoute({
  getParentRoute: () => settings,
  path: 'queues',
  component: lazyRouteComponent(settingsPages, 'QueuesPage'),
});
const queue = createRoute({
  getParentRoute: () => settings,
  path: 'queues/$queueId',
  component: lazyRouteComponent(settingsPages, 'QueuePage'),
});
const capacity = createRoute({
  getParentRoute: () => settings,
  path: 'capacity',
  component: lazyRouteComponent(settingsPages, 'CapacityPage'),
});
const reasons = createRoute({
  getParentRoute: () => settings,
  path: 'reasons',
  component: lazyRouteComponent(settingsPages, 'ReasonsPage'),
});
const dispositions = createRoute({
  getParentRoute: () => settings,
  path: 'dispositions',
  component: lazyRouteComponent(settingsPages, 'DispositionsPage'),
});
const tags = createRoute({
  getParentRoute: () => settings,
  path: 'tags',
  component: lazyRouteComponent(settingsPages, 'TagsPage'),
});
const attributes = createRoute({
  getParentRoute: () => settings,
  path: 'attributes',
  component: lazyRouteComponent(settingsPages, 'AttributesPage'),
});

const searchIndex = createRoute({
  getParentRoute: () => settings,
  path: 'search',
  component: lazyRouteComponent(settingsPages, 'SearchIndexPage'),
});
const languages = createRoute({
  getParentRoute: () => settings,
  path: 'languages',
  component: lazyRouteComponent(settingsPages, 'LanguagesPage'),
});
const floor = createRoute({
  getParentRoute: () => desk,
  path: 'floor',
  component: lazyRouteComponent(() => import('../pages/FloorPage.tsx'), 'FloorPage'),
});
const copied = (search: Record<string, unknown>): { from?: string } =>
  typeof search.from === 'string' ? { from: search.from } : {};
const replies = createRoute({
  getParentRoute: () => settings,
  path: 'replies',
  component: lazyRouteComponent(settingsPages, 'RepliesPage'),
});
const macros = createRoute({
  getParentRoute: () => settings,
  path: 'macros',
  component: lazyRouteComponent(settingsPages, 'MacrosPage'),
});
const reply = createRoute({
  getParentRoute: () => settings,
  path: 'replies/$replyId',
  validateSearch: copied,
  component: lazyRouteComponent(settingsPages, 'ReplyPage'),
});
const macro = createRoute({
  getParentRoute: () => settings,
  path: 'macros/$macroId',
  validateSearch: copied,
  component: lazyRouteComponent(settingsPages, 'MacroPage'),
});
const website = createRoute({
  getParentRoute: () => settings,
  path: 'websites/$inboxId',
  component: lazyRouteComponent(settingsPages, 'WebsitePage'),
});
const mailboxes = createRoute({
  getParentRoute: () => settings,
  path: 'mailboxes',
  component: lazyRouteComponent(settingsPages, 'MailboxesPage'),
});
const mailbox = createRoute({
  getParentRoute: () => settings,
  path: 'mailboxes/$inboxId',
  component: lazyRouteComponent(settingsPages, 'MailboxPage'),
});
const phones = createRoute({
  getParentRoute: () => settings,
  path: 'phones',
  component: lazyRouteComponent(settingsPages, 'PhonesPage'),
});
const phone = createRoute({
  getParentRoute: () => settings,
  path: 'phones/$inboxId',
  component: lazyRouteComponent(settingsPages, 'PhonePage'),
});
const calendar = createRoute({
  getParentRoute: () => settings,
  path: 'hours/$calendarId',
  component: lazyRouteComponent(settingsPages, 'CalendarPage'),
});

export function createConsoleRouter() {
  return createRouter({
    routeTree: root.addChildren([
      home,
      setup,
      reset,
      desk.addChildren([
        deskHome,
        floor,
        settings.addChildren([
          ...[account, people, teams, roles, audit, websites, languages, hours, searchIndex],
          ...[queues, queue, capacity, reasons, dispositions, tags, attributes],
          ...[replies, reply, macros, macro, website, calendar],
          ...[mailboxes, mailbox, phones, phone],
          ...[imports, oneImport, duplicates, retention],
        ]),
        inbox.addChildren([conversation]),
      ]),
    ]),
    defaultPreload: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
