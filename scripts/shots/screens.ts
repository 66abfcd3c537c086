/** Every screen: who looks at it, where, and what they do first. */
import type { Page } from 'playwright-core';
import { playCall } from './call.ts';
import {
  awaitOffer,
  clickFor,
  inTurn,
  openCard,
  openFirst,
  openLink,
  pickAll,
  pressFor,
  type Step,
  scrollTo,
  settle,
  write,
} from './steps.ts';

/** Takes a picture in between. */
export type Snap = (name: string, page: Page) => Promise<void>;

export interface Screen {
  name: string;
  person: 'maya' | 'ben' | 'ines' | 'admin' | null;
  path: string;
  /** before customers come, so that nobody else is offered or in the way */
  isQuiet?: boolean;
  prepare?(page: Page, snap: Snap): Promise<void>;
}

const settings = '/console/settings';
const lists = [
  ...['imports', 'duplicates', 'retention', 'search'],
  ...['people', 'teams', 'roles', 'audit', 'queues', 'capacity', 'hours', 'reasons', 'dispositions', 'tags'],
  ...['attributes', 'replies', 'macros', 'websites', 'mailboxes', 'phones', 'languages'],
];
const admin = (name: string, path: string, prepare?: Step): Screen => ({
  ...{ name: `settings-${name}`, person: 'admin', isQuiet: true, path: path === '' ? settings : `${settings}/${path}` },
  prepare,
});
const mail = (name: string, prepare: Step): Screen => ({ name, person: 'maya', path: '/console/all', prepare });
const dialog = '[role=dialog]';
/** Beside the conversation where there is room, else behind a key. */
const inPanel =
  (selector: string, opened: string): Step =>
  async (page) => {
    await settle(page);
    const button = page.locator(selector).last();
    await button.waitFor({ timeout: 5_000 }).catch(() => page.keyboard.press('i'));
    await button.scrollIntoViewIfNeeded();
    await button.click();
    await page.locator(opened).last().waitFor();
  };
const typed =
  (words: string, found: string): Step =>
  async (page) => {
    await page.keyboard.type(words);
    await page.locator(found).first().waitFor();
  };

export const screens: readonly Screen[] = [
  { name: 'sign-in', person: null, path: '/console/mine', isQuiet: true },
  { name: 'start', person: 'maya', path: '/console/mine', isQuiet: true },
  { name: 'call', person: 'admin', path: '/console/mine', isQuiet: true, prepare: playCall },
  { name: 'handset', person: null, path: '/phone', isQuiet: true },
  { name: 'outbox', person: null, path: '/outbox', isQuiet: true },
  { name: 'shop', person: null, path: '/shop', isQuiet: true },
  admin('profile', ''),
  ...lists.map((page) => admin(page, page)),
  admin('website', 'websites', openLink('websites')),
  admin('queue', 'queues', openLink('queues')),
  admin('mailbox', 'mailboxes', openLink('mailboxes')),
  admin('phone', 'phones', openLink('phones')),
  admin('phone-menu', 'phones', inTurn(openLink('phones'), settle, scrollTo('main fieldset, main h3 >> nth=3'))),
  admin('reply', 'replies', clickFor('main li a, main li button', `main textarea, ${dialog}`)),
  admin('find', '', async (page) => {
    await page.locator('nav input').fill('a');
    await page.locator('[role=option]').first().waitFor();
  }),
  { name: 'list-all', person: 'ines', path: '/console/all' },
  { name: 'list-waiting', person: 'ines', path: '/console/waiting' },
  { name: 'list-snoozed', person: 'ines', path: '/console/snoozed' },
  { name: 'bulk', person: 'ines', path: '/console/all', prepare: pickAll },
  {
    name: 'search',
    person: 'ines',
    path: '/console/all',
    prepare: inTurn(pressFor('/', '[role=combobox]'), typed('rug', '[role=option]')),
  },
  {
    name: 'filters',
    person: 'ines',
    path: '/console/all',
    prepare: inTurn(settle, clickFor('button:has(.tabler-icon-adjustments-horizontal):visible', '[role=dialog]')),
  },
  {
    name: 'views',
    person: 'ines',
    path: '/console/all',
    prepare: inTurn(settle, clickFor('#list nav ~ * [aria-haspopup=menu], #list [aria-haspopup=menu]', '[role=menu]')),
  },
  {
    name: 'erase',
    person: 'admin',
    path: '/console/all',
    prepare: inTurn(openCard('Anneke de Vries'), inPanel('button:has(.tabler-icon-eraser)', dialog)),
  },
  {
    name: 'macro',
    person: 'maya',
    path: '/console/all',
    prepare: inTurn(
      openCard('Jonas Weber'),
      pressFor('Control+K', dialog),
      typed('return label sent', '[role=option][aria-selected=true]'),
      pressFor('Enter', `${dialog} ol, ${dialog} ul`),
    ),
  },
  {
    name: 'notices',
    person: 'maya',
    path: '/console/mine',
    prepare: clickFor('button:has(.tabler-icon-bell):visible', dialog),
  },
  { name: 'conversation', person: 'ines', path: '/console/all', prepare: openFirst },
  mail('letter', openCard('Jonas Weber')),
  mail('letter-long', openCard('Order 48213')),
  mail('transfer', inTurn(openCard('Jonas Weber'), pressFor('a', dialog))),
  mail('snooze', inTurn(openCard('Jonas Weber'), pressFor('s', dialog))),
  mail('close', inTurn(openCard('Jonas Weber'), pressFor('e', dialog))),
  mail('note', inTurn(openCard('Order 48213'), write('n', 'I call GLS and ask for the photo'))),
  mail('customer-merge', inTurn(openCard('Jonas Weber'), inPanel('button:has(.tabler-icon-arrows-join-2)', dialog))),
  mail('new-letter', pressFor('c', dialog)),
  { name: 'command-menu', person: 'ines', path: '/console/all', prepare: pressFor('Control+K', dialog) },
  { name: 'shortcuts', person: 'ines', path: '/console/all', prepare: pressFor('?', dialog) },
  { name: 'floor', person: 'ines', path: '/console/floor' },
  { name: 'floor-cases', person: 'ines', path: '/console/floor', prepare: clickFor('main h2 + div button', dialog) },
  {
    name: 'floor-agent',
    person: 'ines',
    path: '/console/floor',
    prepare: clickFor('main section li > button', dialog),
  },
  {
    name: 'floor-move',
    person: 'ines',
    path: '/console/floor',
    prepare: inTurn(
      clickFor('main h2 + div button', dialog),
      clickFor(`${dialog} [aria-haspopup=menu]`, '[role=menu]'),
      clickFor('[role=menuitem]:has(.tabler-icon-arrows-transfer-down)', `${dialog} input`),
    ),
  },
  {
    name: 'floor-watch',
    person: 'ines',
    path: '/console/floor',
    prepare: inTurn(
      clickFor('main h2 + div button', dialog),
      clickFor(`${dialog} [aria-haspopup=menu]`, '[role=menu]'),
      clickFor('[role=menuitem]:has(.tabler-icon-eye)', 'main [role=log]'),
    ),
  },
  {
    name: 'presence-menu',
    person: 'ines',
    path: '/console/floor',
    prepare: clickFor('nav button[aria-haspopup=menu]', '[role=menu]'),
  },
  { name: 'offer', person: 'ben', path: '/console/mine', prepare: awaitOffer },
];
