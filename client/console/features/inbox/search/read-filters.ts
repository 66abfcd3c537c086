/** Filters that are typed among the words, as in "from:customer lamp"; what is no filter stays a word. Pure. */
import type { QueueId, UserId } from '../../../../../shared/model/ids.ts';
import type { SearchFilter } from '../../../../../shared/model/search.ts';

export interface FilterNames {
  me: UserId | null;
  channels: readonly string[];
  queues: readonly { id: QueueId; name: string }[];
  colleagues: readonly { id: UserId; name: string }[];
}

/** Only with a space behind it a filter is done being typed. */
const typedFilter = /(^|\s)(from|channel|queue|is|has|after|before):(?:"([^"]*)"|(\S+))(?=\s)/giu;

export function readFilters(typed: string, names: FilterNames): { text: string; filter: SearchFilter } {
  let filter: SearchFilter = {};
  const text = typed.replace(typedFilter, (whole, space: string, name: string, quoted?: string, plain?: string) => {
    const part = readOne(name.toLowerCase(), (quoted ?? plain ?? '').toLowerCase(), names);
    if (part === null) return whole;
    filter = { ...filter, ...part };
    return space;
  });
  return { text, filter };
}

function readOne(name: string, value: string, { me, channels, queues, colleagues }: FilterNames): SearchFilter | null {
  const called = <T extends { name: string }>(all: readonly T[]): T | undefined =>
    all.find((one) => one.name.toLowerCase() === value) ?? all.find((one) => one.name.toLowerCase().startsWith(value));
  switch (name) {
    case 'from': {
      if (value === 'customer' || value === 'team' || value === 'note') return { from: value };
      const authorId = value === 'me' ? me : called(colleagues)?.id;
      return authorId ? { authorId } : null;
    }
    case 'channel':
      return channels.includes(value) ? { channel: value } : null;
    case 'queue': {
      const queueId = called(queues)?.id;
      return queueId ? { queueId } : null;
    }
    case 'has':
      return value === 'file' || value === 'files' ? { files: true } : null;
    case 'is':
      if (value === 'archived') return { archived: true };
      return value === 'open' || value === 'closed' ? { status: value } : null;
    default: {
      const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00`).getTime() : Number.NaN;
      return Number.isNaN(at) ? null : { [name]: at };
    }
  }
}
