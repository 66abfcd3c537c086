/** One thread as a client keeps it: a snapshot, then events, and a sync whenever something is missing. */
import {
  hasGap,
  lastSeq,
  openThread,
  type Thread,
  type ThreadConversation,
  type ThreadEntry,
  type ThreadEvent,
  type ThreadSnapshot,
} from '../../shared/apply.ts';
import type { SyncAnswer } from '../../shared/events.ts';
import { applyWithNotes, type NoteLike } from '../../shared/notes.ts';
import { Unanswered } from './ask.ts';

export class FollowedThread<E extends ThreadEntry & NoteLike, C extends ThreadConversation> {
  thread: Thread<E, C>;
  /** entry ids as they were put into the thread, to find one that was shown twice */
  syncs = 0;
  #syncing: Promise<void> | null = null;
  #again = false;

  constructor(
    snapshot: ThreadSnapshot<E, C>,
    private readonly askSync: (known: {
      after: number;
      rev: number;
    }) => Promise<SyncAnswer<E, C, ThreadSnapshot<E, C>>>,
    /** off: gaps stay, so that a test sees what the events alone explain */
    private readonly heals: boolean,
  ) {
    this.thread = openThread(snapshot);
  }

  get id(): string {
    return this.thread.conversation.id;
  }

  apply(event: ThreadEvent<E, C>): void {
    this.thread = applyWithNotes(this.thread, event);
    if (this.heals && hasGap(this.thread)) void this.sync();
  }

  /** The database's word; behind it means to ask. */
  head(seq: number, rev: number): void {
    if (!this.heals) return;
    if (seq > lastSeq(this.thread) || rev > this.thread.conversation.rev) void this.sync();
  }

  sync(): Promise<void> {
    if (this.#syncing) this.#again = true;
    this.#syncing ??= this.#run().finally(() => {
      this.#syncing = null;
      if (this.#again) {
        this.#again = false;
        void this.sync();
      }
    });
    return this.#syncing;
  }

  async #run(): Promise<void> {
    for (;;) {
      this.syncs += 1;
      const known = { after: lastSeq(this.thread), rev: this.thread.conversation.rev };
      const answer = await this.askSync(known).catch((error: unknown) => {
        // The next connection begins with a sync of its own.
        if (error instanceof Unanswered) return null;
        throw error;
      });
      if (answer === null) return;
      if (answer.kind === 'reset') {
        this.thread = applyWithNotes(this.thread, { type: 'reset', snapshot: answer.snapshot });
        return;
      }
      this.thread = applyWithNotes(this.thread, {
        type: 'synced',
        entries: answer.entries,
        conversation: answer.conversation,
      });
      if (!answer.more) return;
    }
  }
}
