/** Who was signed in here last: their desk is shown while the server is asked whether they still are. */
import type { UserId } from '../../../shared/model/ids.ts';

const key = 'parley.user';

export function readRemembered(storage: Storage): UserId | null {
  try {
    return storage.getItem(key) as UserId | null;
  } catch {
    return null;
  }
}

/** null: nobody is signed in any more */
export function remember(storage: Storage, id: UserId | null): void {
  try {
    if (id === null) storage.removeItem(key);
    else storage.setItem(key, id);
  } catch {
    // A browser that refuses to keep anything waits for the server instead.
  }
}
