/** Runs pieces of work that share a key one after the other. */

export function createInTurn(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lanes = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (lanes.get(key) ?? Promise.resolve()).then(work, work);
    lanes.set(key, turn);
    const leave = () => {
      if (lanes.get(key) === turn) lanes.delete(key);
    };
    turn.then(leave, leave);
    return turn;
  };
}
