/** Accounts in browsers: two steps set up and used, and roles that change while somebody looks. */
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { password } from '../support/world.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

async function signIn(page: Page, name: string): Promise<void> {
  await page.locator('input[type=email]').fill(`${name}@parley.example`);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=password]').press('Enter');
}
const main = (page: Page) => page.getByRole('navigation', { name: 'Main' });

/** Through the dialog or the page that asks for it; answers how codes are made from now on. */
async function setUpTwoSteps(page: Page): Promise<{ next(): string; recoveryCodes: string[] }> {
  await page.getByLabel('First, your password').fill(password);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
  const key = await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent();
  const totp = new TOTP({ secret: Secret.fromBase32((key ?? '').replaceAll(' ', '')) });
  const field = page.getByRole('textbox', { name: 'Code' });
  await field.fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('This code is wrong, too old, or was used already').waitFor();
  expect(await findViolations(page)).toEqual([]);
  // The step before is taken too, so that the present one is left for signing in.
  await field.fill(totp.generate({ timestamp: Date.now() - 30_000 }));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  const list = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  const recoveryCodes = await list.allTextContents();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  return { next: () => totp.generate(), recoveryCodes };
}

test('two steps are set up, asked for at the next sign-in, and a recovery code helps once', async () => {
  const context = await stage.context();
  const page = await stage.enter(context, 'otto', '/console/settings');
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  const { next, recoveryCodes } = await setUpTwoSteps(page);
  expect(recoveryCodes).toHaveLength(10);
  await page.getByText('10 recovery codes left').waitFor();

  const other = await (await stage.context({ colorScheme: 'dark' })).newPage();
  await other.goto(`${deskOrigin}/console/settings`);
  await signIn(other, 'otto');
  await other.getByRole('heading', { name: 'One more step' }).waitFor();
  expect(await findViolations(other)).toEqual([]);
  await other.getByRole('textbox', { name: 'Code' }).fill(next());
  await other.getByRole('button', { name: 'Sign in' }).click();
  await main(other).waitFor();

  const third = await (await stage.context()).newPage();
  const withRecovery = async () => {
    await third.goto(`${deskOrigin}/console/mine`);
    await signIn(third, 'otto');
    await third.getByRole('button', { name: 'The app is not at hand' }).click();
    await third.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCodes[0] ?? '');
    await third.getByRole('button', { name: 'Sign in' }).click();
  };
  await withRecovery();
  await main(third).waitFor();
  await third.context().clearCookies();
  await third.evaluate(() => localStorage.clear());
  await withRecovery();
  await third.getByText('This code is wrong, too old, or was used already').waitFor();
});

test('a role that asks for two steps brings those who have it to the set-up page, at once, and lets them on after it', async () => {
  const ada = await stage.enter(await stage.context(), 'ada', '/console/settings/roles');
  const ines = await stage.enter(await stage.context(), 'ines');
  await ada.getByRole('button', { name: 'Edit Supervisor' }).click();
  const dialog = ada.getByRole('dialog');
  expect(await findViolations(ada)).toEqual([]);
  await dialog.getByLabel('Two steps required').click();
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await ines.getByRole('heading', { name: 'Set up two steps' }).waitFor();
  expect(await findViolations(ines)).toEqual([]);
  await ines.reload();
  await ines.getByRole('heading', { name: 'Set up two steps' }).waitFor();
  await setUpTwoSteps(ines);
  await main(ines).waitFor();

  await ada.goto(`${deskOrigin}/console/settings/people`);
  const row = ada.getByRole('row', { name: /Ines Duarte/ });
  await row.getByText('On', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Actions for Ines Duarte' }).click();
  await ada.getByRole('menuitem', { name: 'Turn two steps off' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Turn two steps off' }).click();
  await row.getByText('Off', { exact: true }).waitFor();
  await ines.getByRole('heading', { name: 'Set up two steps' }).waitFor();
});

test('a role made here is given, and what it gives is seen by its holder without a reload', async () => {
  const ada = await stage.enter(await stage.context(), 'ada', '/console/settings/roles');
  const maya = await stage.enter(await stage.context(), 'maya', '/console/settings');
  const entries = maya.getByRole('navigation', { name: 'Settings' });
  await entries.getByRole('link', { name: 'Your account' }).waitFor();
  expect(await entries.getByRole('link', { name: 'Audit log' }).count()).toBe(0);

  await ada.getByRole('button', { name: 'Add role' }).click();
  const form = ada.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name' }).fill('Reviewer');
  await form.getByLabel('See the audit log').click();
  await form.getByRole('button', { name: 'Create role' }).click();
  await ada.getByRole('columnheader', { name: /Reviewer/ }).waitFor();

  await ada.getByRole('link', { name: 'People', exact: true }).click();
  await ada.getByRole('button', { name: 'Actions for Maya Keller' }).click();
  await ada.getByRole('menuitem', { name: 'Edit' }).click();
  await form.getByRole('combobox', { name: 'Role' }).click();
  await ada.getByRole('option', { name: 'Reviewer' }).click();
  await form.getByRole('button', { name: 'Save changes' }).click();
  await entries.getByRole('link', { name: 'Audit log' }).click();
  await maya.getByRole('cell', { name: 'Created a role', exact: true }).waitFor();

  await ada.getByRole('link', { name: 'Roles' }).click();
  await ada.getByRole('button', { name: 'Edit Reviewer' }).click();
  await form.getByText('Who has it').waitFor();
  await form.getByLabel('See the audit log').click();
  await form.getByRole('button', { name: 'Save changes' }).click();
  await entries.getByRole('link', { name: 'Audit log' }).waitFor({ state: 'detached' });
});
