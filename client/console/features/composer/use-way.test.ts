/** Which way a reply goes while nobody has chosen. */
import type { InboxId } from '../../../../shared/model/ids.ts';
import type { ReplyWay, WayFormat, WayRefusal } from '../../../../shared/model/way.ts';
import { usualWay } from './use-way.ts';

const way = (format: WayFormat, by: string | null, why: WayRefusal | null = null): ReplyWay => ({
  ...{ format, by: by as InboxId | null, why, inboxName: format, address: null },
});

it('goes where the customer wrote, and by letter once they have left their page', () => {
  const ways = [way('chat', null), way('text', 'line'), way('letter', 'mail')];
  expect(usualWay(ways, true)?.format).toBe('chat');
  expect(usualWay(ways, undefined)?.format).toBe('chat');
  expect(usualWay(ways, false)?.format).toBe('letter');
});

it('stays where the customer wrote while no letter reaches them, and where there is no page', () => {
  expect(usualWay([way('chat', null), way('letter', 'mail', 'unproven')], false)?.format).toBe('chat');
  expect(usualWay([way('text', null), way('letter', 'mail')], false)?.format).toBe('text');
  expect(usualWay([], false)).toBeNull();
});
