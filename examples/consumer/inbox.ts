import { DatabaseSync } from 'node:sqlite';

/**
 * Remembers what was processed, in the database that the work writes to. Both are one transaction, so that there is no
 * moment in which a crash leaves one without the other.
 */
export class Inbox implements Disposable {
  readonly #database: DatabaseSync;

  /** @param file made when it is not there */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    // Two consumers of one file wait for each other, milliseconds, where SQLite would refuse the second at once.
    this.#database.exec('PRAGMA busy_timeout = 5000');
    // Survives the end of the process, and of the machine.
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.#database.exec('CREATE TABLE IF NOT EXISTS processed (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT');
    this.#database.exec('CREATE INDEX IF NOT EXISTS processed_at ON processed (at)');
  }

  /**
   * Does the work unless it was done for this id before. When the work throws, it is as if the message had never come.
   * @param at milliseconds since the epoch
   * @returns whether the work was done now
   */
  once(id: string, at: number, work: (database: DatabaseSync) => void): boolean {
    const database = this.#database;
    // Takes the lock at once: whoever has the same id waits here, and then finds it.
    database.exec('BEGIN IMMEDIATE');
    try {
      const { changes } = database.prepare('INSERT OR IGNORE INTO processed (id, at) VALUES (?, ?)').run(id, at);
      if (changes === 1) work(database);
      database.exec('COMMIT');
      return changes === 1;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Forgets what was processed before a time, in milliseconds since the epoch. Returns how many. */
  forget(before: number): number {
    return Number(this.#database.prepare('DELETE FROM processed WHERE at < ?').run(before).changes);
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
