/** The pages about accounts in browsers: the audit log, teams, and one's own profile. */
import { eventually } from '../support/eventually.ts';
import { password } from '../support/world.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

test('the audit log is narrowed by action, person and target, and its file holds the same', async () => {
  const ada = await stage.enter(await stage.context(), 'ada', '/console/settings/audit');
  const rows = ada.getByRole('row');
  await ada.getByRole('cell', { name: 'Signed in' }).first().waitFor();
  await ada.getByRole('combobox', { name: 'Action' }).click();
  await ada.getByRole('option', { name: 'Created an account' }).click();
  await eventually(async () => expect(await rows.count()).toBe(6));
  for (const scheme of ['light', 'dark'] as const) {
    await ada.emulateMedia({ colorScheme: scheme });
    expect(await findViolations(ada)).toEqual([]);
  }
  await ada.getByRole('button', { name: 'Ben Okafor' }).click();
  await eventually(async () => expect(await rows.count()).toBe(2));
  await ada.getByRole('button', { name: /^Details of Created an account/ }).click();
  await ada.getByText('ben@parley.example').waitFor();
  const [file] = await Promise.all([
    ada.waitForEvent('download'),
    ada.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk));
  const lines = Buffer.concat(chunks).toString().trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('Ben Okafor');
  await ada.getByRole('button', { name: 'Clear filters' }).click();
  await ada.getByRole('combobox', { name: 'Person' }).click();
  await ada.getByRole('option', { name: 'Otto Lang' }).click();
  await ada.getByRole('cell', { name: 'Exported the audit log' }).waitFor({ state: 'detached' });
});

test('teams are made, filled, renamed, emptied and removed in place', async () => {
  const ada = await stage.enter(await stage.context(), 'ada', '/console/settings/teams');
  await ada.getByRole('button', { name: 'Add team' }).click();
  await ada.getByRole('dialog').getByLabel('Name').fill('Returns');
  await ada.getByRole('dialog').getByRole('button', { name: 'Create team' }).click();
  const team = ada.getByRole('region', { name: 'Returns' });
  await team.getByRole('combobox').click();
  await ada.getByRole('option', { name: 'Ben Okafor' }).click();
  await team.getByRole('button', { name: 'Take Ben Okafor out of Returns' }).waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await ada.emulateMedia({ colorScheme: scheme });
    expect(await findViolations(ada)).toEqual([]);
  }
  await ada.getByRole('button', { name: 'Actions for Returns' }).click();
  await ada.getByRole('menuitem', { name: 'Remove team' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Remove team' }).click();
  await team.waitFor({ state: 'detached' });
});

test('one’s own name, password and language are changed, and follow into another browser', async () => {
  const page = await stage.enter(await stage.context(), 'ben', '/console/settings');
  const other = await stage.enter(await stage.context(), 'ben');
  await page.getByRole('textbox', { name: 'Name' }).fill('Ben O’Kafor');
  await page.getByRole('button', { name: 'Save name' }).click();
  await page.getByText('Your name is changed').waitFor();
  await page.getByLabel('Current password').fill('not this one');
  await page.getByLabel('New password').fill('another long password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('This is not your current password').waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await findViolations(page)).toEqual([]);
  }
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('your other sessions have ended').waitFor();
  await other.getByText('signed out').first().waitFor();
  await page.getByRole('button', { name: /^Language/ }).click();
  const kept = page.waitForResponse(
    (response) => response.request().method() === 'PATCH' && response.url().endsWith('/api/me'),
  );
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  expect((await kept).status()).toBe(204);

  await other.locator('input[type=email]').fill('ben@parley.example');
  await other.locator('input[name=password]').fill('another long password');
  await other.locator('input[name=password]').press('Enter');
  await eventually(async () => expect(await other.locator('html').getAttribute('lang')).toBe('zh-Hans'));
});
