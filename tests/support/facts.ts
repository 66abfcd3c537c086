/** Every fact a socket was told, in order; tests wait for one or look through what came. */

export interface Fact {
  event: string;
  fact: unknown;
}

export interface Facts {
  all: Fact[];
  of<T>(event: string): T[];
  /** Resolves with the first fact, come already or still to come, that matches. */
  wait<T>(event: string, matches?: (fact: T) => boolean, withinMs?: number): Promise<T>;
  push(event: string, fact: unknown): void;
  clear(): void;
}

export function createFacts(whose: string): Facts {
  const all: Fact[] = [];
  const listeners = new Set<() => void>();
  const of = <T>(event: string): T[] => all.filter((one) => one.event === event).map((one) => one.fact as T);
  return {
    all,
    of,
    push(event, fact) {
      all.push({ event, fact });
      for (const listener of [...listeners]) listener();
    },
    clear: () => void all.splice(0),
    wait<T>(event: string, matches: (fact: T) => boolean = () => true, withinMs = 4_000): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const look = (): void => {
          const found = of<T>(event).find(matches);
          if (found === undefined) return;
          end();
          resolve(found);
        };
        const timer = setTimeout(() => {
          end();
          const seen = all.map((one) => one.event).join(', ');
          reject(new Error(`${whose} was never told ${event} as expected; it was told: ${seen || 'nothing'}`));
        }, withinMs);
        const end = (): void => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      });
    },
  };
}
