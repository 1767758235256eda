extension OrdersDatabase {
  /// Times are text in UTC (`2026-11-21 10:31:00.000`), as GRDB writes a Date: they sort as they read.
  ///
  /// Every statement may be done again: replicas that share a file start at the same time.
  static let schema = """
    CREATE TABLE IF NOT EXISTS restaurants (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, rating REAL, rating_count INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS menus (
      id INTEGER PRIMARY KEY, restaurant_id INTEGER REFERENCES restaurants ON DELETE SET NULL,
      name TEXT NOT NULL, created_at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS drivers (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_available INTEGER NOT NULL, last_seen_at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS orders (
      id INTEGER PRIMARY KEY, restaurant_id INTEGER NOT NULL REFERENCES restaurants,
      driver_id INTEGER REFERENCES drivers,
      status TEXT NOT NULL CHECK (status IN ('pending', 'confirmed', 'delivered', 'cancelled')),
      total_cents INTEGER NOT NULL, created_at TEXT NOT NULL, closed_at TEXT, cancel_reason TEXT,
      is_active INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS orders_by_status ON orders (status, created_at);
    CREATE TABLE IF NOT EXISTS reviews (
      id INTEGER PRIMARY KEY, restaurant_id INTEGER NOT NULL REFERENCES restaurants,
      stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5), created_at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS sessions (id INTEGER PRIMARY KEY, user TEXT NOT NULL, expires_at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS distance_requests (
      id INTEGER PRIMARY KEY, driver_id INTEGER REFERENCES drivers, meters INTEGER NOT NULL,
      created_at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS daily_stats (
      day TEXT PRIMARY KEY, orders INTEGER NOT NULL, delivered INTEGER NOT NULL, cancelled INTEGER NOT NULL,
      revenue_cents INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS fences (job TEXT PRIMARY KEY, token INTEGER NOT NULL);
    """
}
