/** The invariant of every change: the picture before, and the events of the action, make the picture after; for threads and lists. */
import type { ThreadConversation, ThreadEntry, ThreadSnapshot } from '../../shared/apply.ts';
import type { NoteLike } from '../../shared/notes.ts';
import { eventually } from './eventually.ts';
import type { FollowedThread } from './followed-thread.ts';

export interface Explained {
  name: string;
  /** what events made of the picture before */
  applied(): unknown;
  /** the picture that the server gives now */
  fresh(): Promise<unknown>;
}

/**
 * Does the action and waits until every picture is explained by events alone.
 * The clients behind it must not heal, or a missing event would go unnoticed.
 */
export async function expectEventsExplain<T>(action: () => Promise<T>, pictures: readonly Explained[]): Promise<T> {
  for (const picture of pictures)
    expect({ of: picture.name, ...wrap(picture.applied()) }).toEqual({
      of: picture.name,
      ...wrap(await picture.fresh()),
    });
  const result = await action();
  for (const picture of pictures) {
    await eventually(async () => {
      const fresh = await picture.fresh();
      expect({ of: picture.name, ...wrap(picture.applied()) }).toEqual({ of: picture.name, ...wrap(fresh) });
    }, 3_000);
  }
  return result;
}

const wrap = (picture: unknown): { picture: unknown } => ({ picture: withoutAbsent(picture) });

/** What the wire leaves out is the same as what is undefined. */
function withoutAbsent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** A thread as it is compared: no gap may be left open. */
export function pictureOfThread<E extends ThreadEntry & NoteLike, C extends ThreadConversation>(
  name: string,
  followed: FollowedThread<E, C>,
  read: () => Promise<ThreadSnapshot<E, C>>,
): Explained {
  return {
    name,
    applied: () => ({ ...followed.thread }),
    fresh: async () => ({ ...(await read()), ahead: [] }),
  };
}
