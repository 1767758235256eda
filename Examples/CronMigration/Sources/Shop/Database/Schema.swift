/// Times are whole seconds since 1970.
enum Schema {
  static let statements = [
    """
    CREATE TABLE IF NOT EXISTS queue_items (
      id INTEGER PRIMARY KEY, queue TEXT NOT NULL, key TEXT NOT NULL, payload TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'NEW' CHECK (status IN ('NEW', 'IN_QUEUE', 'PROCESSING', 'PROCESSED', 'CRASH')),
      changed_at INTEGER NOT NULL, restarts INTEGER NOT NULL DEFAULT 0, error TEXT, UNIQUE (queue, key))
    """,
    """
    CREATE TABLE IF NOT EXISTS stock (
      supplier INTEGER NOT NULL, sku TEXT NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (supplier, sku))
    """,
    "CREATE TABLE IF NOT EXISTS imports (supplier INTEGER PRIMARY KEY, file_time INTEGER NOT NULL)",
    """
    CREATE TABLE IF NOT EXISTS customers (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, mail TEXT NOT NULL, license_ends INTEGER NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS mails (
      recipient TEXT NOT NULL, subject TEXT NOT NULL, key TEXT NOT NULL UNIQUE, sent_at INTEGER NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS orders (
      number TEXT NOT NULL, platform TEXT NOT NULL, cents INTEGER NOT NULL, PRIMARY KEY (platform, number))
    """,
    "CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, last_used INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS caches (key TEXT PRIMARY KEY, expires INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS vehicles (vin TEXT PRIMARY KEY, model TEXT NOT NULL, synced INTEGER NOT NULL DEFAULT 0)",
    // Who changed what: the proof that nothing works behind the scheduler's back.
    "CREATE TABLE IF NOT EXISTS work_log (job TEXT NOT NULL, run TEXT NOT NULL, effect TEXT NOT NULL)",
  ]
}
