/** What the agent was told: read after every connect, kept up to date by facts, marked as read. */
import type { NoticeId } from '../../../shared/model/ids.ts';
import type { Notice } from '../../../shared/model/notice.ts';
import type { DeskState } from './desk-state.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

const kept = 200;

export function addNotice(state: DeskState, notice: Notice): DeskState {
  if (state.notices.some((known) => known.id === notice.id)) return state;
  return { ...state, notices: [notice, ...state.notices].slice(0, kept) };
}

export function readNotices(state: DeskState, ids: readonly NoticeId[], at: number): DeskState {
  const wanted = new Set(ids);
  const isNew = (notice: Notice) => notice.readAt === null && wanted.has(notice.id);
  if (!state.notices.some(isNew)) return state;
  return { ...state, notices: state.notices.map((notice) => (isNew(notice) ? { ...notice, readAt: at } : notice)) };
}

export function dropNotice(state: DeskState, id: NoticeId): DeskState {
  const notices = state.notices.filter((notice) => notice.id !== id);
  return notices.length === state.notices.length ? state : { ...state, notices };
}

export function silenceNotice(state: DeskState, id: NoticeId): DeskState {
  if (!state.notices.some((notice) => notice.id === id && notice.text !== '')) return state;
  return { ...state, notices: state.notices.map((notice) => (notice.id === id ? { ...notice, text: '' } : notice)) };
}

export function countUnreadNotices(state: DeskState): number {
  return state.notices.reduce((sum, notice) => sum + Number(notice.readAt === null), 0);
}

export function createNoticeBoard(
  store: Store<DeskState>,
  transport: Pick<Transport, 'ask' | 'on'>,
  now: () => number,
) {
  return {
    listen(): void {
      transport.on('notice:made', ({ notice }) => store.set((state) => addNotice(state, notice)));
      transport.on('notice:withdrawn', ({ id }) => store.set((state) => dropNotice(state, id)));
      transport.on('notice:silenced', ({ id }) => store.set((state) => silenceNotice(state, id)));
      transport.on('notice:read', ({ ids, at }) => store.set((state) => readNotices(state, ids, at)));
    },
    async refresh(): Promise<void> {
      const answer = await transport.ask('notices:list', {});
      if (!answer.ok) return;
      // One that was made while the list was read stands on top of it.
      store.set((state) => {
        const oldest = answer.value.notices[0]?.id ?? '';
        const since = state.notices.filter((notice) => notice.id > oldest);
        return { ...state, notices: [...since, ...answer.value.notices] };
      });
    },
    /** At once here; the other tabs hear of it from the server. Not told again when that fails: the next list says so. */
    read(ids: readonly NoticeId[]): void {
      const unread = store.get().notices.filter((notice) => notice.readAt === null && ids.includes(notice.id));
      if (unread.length === 0) return;
      store.set((state) => readNotices(state, ids, now()));
      void transport.ask('notices:read', { ids: unread.map((notice) => notice.id) });
    },
  };
}
