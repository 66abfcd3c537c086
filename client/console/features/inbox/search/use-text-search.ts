/** What a search finds while one types: the first page by a query, older messages as they are asked for. */
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ConversationRow } from '../../../../../shared/model/conversation.ts';
import type { FoundCustomer, FoundEntry, SearchAnswer, SearchFilter } from '../../../../../shared/model/search.ts';
import { useDesk } from '../../../sync/use-desk.ts';

export interface TextSearch {
  /** what the answer is for */
  text: string;
  /** there is something to look for: a word, or a filter that says enough */
  isAsked: boolean;
  customers: readonly FoundCustomer[];
  conversations: readonly ConversationRow[];
  entries: readonly FoundEntry[];
  instead: SearchAnswer['instead'];
  hasMore: boolean;
  isSearching: boolean;
  isError: boolean;
  more(): void;
  again(): void;
}

const PAUSE_MS = 120;

export function useTextSearch(typed: string, filter: SearchFilter): TextSearch {
  const desk = useDesk();
  const [text] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isAsked = text !== '' || filter.archived === true;
  const query = useInfiniteQuery({
    queryKey: ['search', text, filter],
    enabled: isAsked,
    staleTime: 3_000,
    retry: 1,
    placeholderData: (before) => before,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: SearchAnswer) => last.next ?? undefined,
    async queryFn({ pageParam }) {
      const answer = await desk.searchText({ text, filter, cursor: pageParam });
      if (answer === null) throw new Error('no answer');
      return answer;
    },
  });
  const pages = !isAsked ? [] : (query.data?.pages ?? []);
  const [first] = pages;
  return {
    text,
    isAsked,
    customers: first?.customers ?? [],
    conversations: first?.conversations ?? [],
    entries: pages.flatMap(({ entries }) => entries),
    instead: first?.instead ?? [],
    hasMore: isAsked && query.hasNextPage,
    isSearching: typed.trim() !== text || query.isFetching,
    isError: query.isError,
    more: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
  };
}
