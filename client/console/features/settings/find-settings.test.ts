/** What is found first, and that words of either language lead to the same place. */
import { type Findable, findSettings } from './find-settings.ts';

const thing = (name: string, where = '', also: string[] = []): Findable => ({
  ...{ id: `${where}/${name}`, to: '/', name, where, also },
});
const all = [
  thing('Websites', '', ['网站']),
  thing('Accent', 'Websites', ['主题色']),
  thing('Greeting', 'Websites'),
  thing('Website of the trade desk', 'Websites'),
  thing('Queues', '', ['队列']),
  thing('Service level', 'Queues'),
];
const names = (typed: string) => findSettings(all, typed).map(({ name }) => name);

test('pages come before what stands on them, and every word has to be said', () => {
  expect(names('website')).toEqual(['Websites', 'Website of the trade desk']);
  expect(names('level')).toEqual(['Service level']);
  expect(names('service level queues')).toEqual(['Service level']);
  expect(names('accent queues')).toEqual([]);
  expect(names('  ')).toEqual([]);
});

test('the page’s name helps, but alone does not bring up all that is on it', () => {
  expect(names('websites accent')).toEqual(['Accent']);
  expect(names('queues')).toEqual(['Queues']);
});

test('what is typed in the other language finds the same', () => {
  expect(names('网站')).toEqual(['Websites']);
  expect(names('主题')).toEqual(['Accent']);
});
