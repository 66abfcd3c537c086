/** Takes out all that is known of a customer, as a ZIP of JSON, a page to read, and files; and the list of all customers as CSV. Both stream. */
import { Readable } from 'node:stream';
import yazl from 'yazl';
import { AppError } from '../../../shared/errors.ts';
import type { Attribute, Tag } from '../../../shared/model/catalogue.ts';
import type { ConversationId, CustomerId, FileId } from '../../../shared/model/ids.ts';
import { standardAttributes } from '../../../shared/model/standard-attributes.ts';
import { type Audit, actorOf, type Caller } from '../../accounts/audit.ts';
import { writeCsvLine } from '../../accounts/csv.ts';
import { canServe, type UserViewer } from '../../accounts/scope.ts';
import type { Files } from '../../files/files.ts';
import type { Clock } from '../../lib/clock.ts';
import type { CustomerListStore } from '../../store/customer-list.ts';
import type { ProfileStore } from '../../store/customer-profiles.ts';
import type { ErasureStore } from '../../store/erasure.ts';
import type { Conversation, Entry } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Families } from '../merging/families.ts';
import type { Family } from '../merging/join-profiles.ts';
import { presentCard } from '../present-card.ts';
import { writeJson } from './write-json.ts';
import { writePage } from './write-page.ts';

export interface Exports {
  /** @throws AppError `not_found` for whom one may not see */
  customer(viewer: UserViewer, id: CustomerId, caller: Caller): Promise<{ name: string; stream: Readable }>;
  /** Lines of a CSV file. Those who reach everything take everybody out. @throws AppError `forbidden` */
  all(viewer: UserViewer, caller: Caller): Promise<AsyncIterable<string>>;
}

export interface ExportDeps {
  profiles: Pick<ProfileStore, 'history' | 'trail'>;
  families: Pick<Families, 'of' | 'identitiesOf'>;
  list: CustomerListStore;
  erasure: Pick<ErasureStore, 'files'>;
  files: Pick<Files, 'open'>;
  timeline: Pick<Timeline, 'ofCustomer' | 'after'>;
  catalogue: { tags(): Promise<readonly Tag[]>; attributes(): Promise<readonly Attribute[]> };
  audit: Pick<Audit, 'record'>;
  clock: Clock;
}

/** What both the JSON and the page are written from; entries are read again for each, so that nothing is held in memory. */
export interface Taken {
  card: ReturnType<typeof presentCard>;
  at: number;
  attributes: readonly Attribute[];
  tags: readonly Tag[];
  history: Awaited<ReturnType<ProfileStore['history']>>;
  visits: Awaited<ReturnType<ProfileStore['trail']>>;
  conversations: Conversation[];
  entries(id: ConversationId): AsyncIterable<Entry>;
  /** where a file lies in the archive */
  pathOf: ReadonlyMap<FileId, string>;
}

const PAGE = 200;
const CONVERSATIONS = 10_000;
const LIST_PAGE = 200;

export function createExports(deps: ExportDeps): Exports {
  const { profiles, families, files, timeline, catalogue, audit, clock } = deps;

  async function conversationsOf(family: Family): Promise<Conversation[]> {
    const own = (await families.identitiesOf(family)).map(({ id }) => id);
    return (await timeline.ofCustomer(own, CONVERSATIONS)).conversations.toSorted((a, b) => a.createdAt - b.createdAt);
  }

  async function* entries(id: ConversationId): AsyncGenerator<Entry> {
    for (let seq = 0; ; ) {
      const page = await timeline.after(id, 'agent', seq, PAGE);
      yield* page;
      const last = page.at(-1)?.seq ?? seq;
      if (page.length === 0 || last === seq) return;
      seq = last;
    }
  }

  async function take(family: Family, conversations: Conversation[]): Promise<{ taken: Taken; fileIds: FileId[] }> {
    const identities = await families.identitiesOf(family);
    const [tags, defined] = await Promise.all([catalogue.tags(), catalogue.attributes()]);
    const pathOf = new Map<FileId, string>();
    for (const { id, number } of conversations) {
      for (const file of await deps.erasure.files(id)) {
        pathOf.set(file.id, `files/${number}/${file.id.slice(-6)}-${file.name.replace(/[^\p{L}\p{N}._ -]+/gu, '_')}`);
      }
    }
    const visits = await Promise.all(identities.map(({ id }) => profiles.trail(id)));
    const taken: Taken = {
      ...{ card: presentCard(family, identities, clock.now()), at: clock.now(), tags, conversations, entries, pathOf },
      attributes: [...standardAttributes, ...defined],
      history: await profiles.history(family.members.map(({ id }) => id)),
      visits: visits.flat(),
    };
    return { taken, fileIds: [...pathOf.keys()] };
  }

  return {
    async customer(viewer, id, { address }) {
      const family = await families.of(id);
      const conversations = family ? await conversationsOf(family) : [];
      const maySee = viewer.reach === 'all' || conversations.some((each) => canServe(viewer, each));
      if (!family || !maySee) throw new AppError('not_found', 'This customer is not known.');
      await audit.record('customer.exported', actorOf(viewer), family.root.id, address, {
        conversations: conversations.length,
      });
      const { taken, fileIds } = await take(family, conversations);
      const zip = new yazl.ZipFile();
      const output = zip.outputStream as Readable;
      const add = (path: string, open: () => Promise<Readable>): void =>
        zip.addReadStreamLazy(path, { mtime: new Date(taken.at) }, (done) => {
          open().then(
            (stream) => done(null, stream),
            (error: Error) => output.destroy(error),
          );
        });
      zip.on('error', (error: Error) => output.destroy(error));
      add('customer.json', async () => Readable.from(writeJson(taken)));
      add('customer.html', async () => Readable.from(writePage(taken)));
      for (const fileId of fileIds) {
        add(taken.pathOf.get(fileId) ?? fileId, async () => (await files.open(fileId))?.stream() ?? Readable.from([]));
      }
      zip.end();
      return { name: `customer-${family.root.id}.zip`, stream: output };
    },
    async all(viewer, { address }) {
      if (viewer.reach !== 'all')
        throw new AppError('forbidden', 'Only who reaches every conversation takes everybody out.');
      await audit.record('customers.exported', actorOf(viewer), viewer.userId, address);
      const [tags, defined] = await Promise.all([catalogue.tags(), catalogue.attributes()]);
      const attributes = [...standardAttributes, ...defined];
      return (async function* () {
        const fields = attributes.map(({ name }) => name);
        yield `\uFEFF${writeCsvLine(['id', 'name', 'email', 'phone', 'customer number', 'tags', 'created', ...fields])}`;
        for (let after = ''; ; ) {
          const page = await deps.list.roots(after, LIST_PAGE);
          for (const id of page) {
            const family = await families.of(id);
            if (family) yield writeCsvLine(await cellsOf(family));
          }
          after = page.at(-1) ?? '';
          if (page.length < LIST_PAGE) return;
        }
      })();

      async function cellsOf(family: Family): Promise<string[]> {
        const card = presentCard(family, await families.identitiesOf(family), clock.now());
        const of = (kind: string): string =>
          card.identities
            .filter((one) => one.kind === kind && one.value !== '')
            .map(({ value }) => value)
            .join('; ');
        const named = card.tagIds.map((id) => tags.find((tag) => tag.id === id)?.name ?? '').filter(Boolean);
        return [
          ...[card.id, card.name ?? '', of('email'), of('phone'), of('external'), named.join('; ')],
          new Date(card.createdAt).toISOString(),
          ...attributes.map(({ id }) => String(card.attributes[id] ?? '')),
        ];
      }
    },
  };
}
