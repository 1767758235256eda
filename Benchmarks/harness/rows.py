"""The rows of the table: what is measured at which sizes, for which systems, and which figures are shown."""
from dataclasses import dataclass

OURS = "swift-scheduling"
PEERS = ["robfig/cron", "gocron", "APScheduler", "Quartz"]


@dataclass(frozen=True)
class Row:
    title: str
    sizes: list
    systems: list
    figures: list  # (name, unit, how to write it)
    base: str = "robfig/cron"  # the ratio's denominator
    # Sizes at which a peer takes longer than a run may: it is left out there.
    limits: tuple = ()


ROWS = {
    "start": Row(
        "process start to first run", [1],
        [OURS, "empty async main", "swift-scheduling, static", "empty async main, static"] + PEERS + ["Celery beat"],
        [("ms", "ms"), ("max_resident_mb", "MB")], base="empty async main"),
    "burst": Row(
        "no-op jobs due at one instant, all run", [1_000, 10_000, 100_000], [OURS] + PEERS,
        [("ms", "ms"), ("over_rest_mb", "MB over rest")],
        limits=(("APScheduler", 10_000),)),
    "add": Row(
        "add jobs while running", [1_000, 10_000, 100_000], [OURS] + PEERS,
        [("ms", "ms"), ("bytes_per_job", "B a job")],
        limits=(("APScheduler", 10_000), ("robfig/cron", 10_000))),
    "same-instant": Row(
        "jobs at one instant each second: lateness", [100, 1_000, 10_000], [OURS] + PEERS,
        [("p50_ms", "ms p50"), ("p99_ms", "ms p99"), ("cpu_percent", "% of a core")],
        limits=(("APScheduler", 1_000), ("Quartz", 1_000))),
    "spread": Row(
        "jobs spread over the second: lateness", [100, 1_000, 10_000], [OURS] + PEERS,
        [("p50_ms", "ms p50"), ("p99_ms", "ms p99"), ("cpu_percent", "% of a core"), ("early", "early")],
        limits=(("APScheduler", 1_000), ("Quartz", 1_000))),
    "sustained": Row(
        "firings a second, asked for", [1_000, 10_000, 100_000], [OURS, "robfig/cron"],
        [("per_second", "run a second"), ("p99_ms", "ms p99"), ("machine_percent", "% of the machine")]),
    "idle": Row(
        "jobs that are not due", [1_000, 10_000, 100_000], [OURS, "robfig/cron", "gocron"],
        [("cpu_percent", "% of a core"), ("wakes_per_second", "wakes a second"), ("resident_mb", "MB")],
        limits=(("gocron", 10_000),)),
    "redis-client": Row(
        "SET on one connection, by so many callers", [1, 16, 256], [OURS, "redis-benchmark"],
        [("per_second", "a second")], base="redis-benchmark"),
    "lock": Row(
        "take and give back a lock, by so many callers", [1, 16, 64], [OURS, "SET NX PX and DEL"],
        [("per_second", "a second")], base="SET NX PX and DEL"),
    "durable": Row(
        "100 durable jobs a second beside so many", [100, 10_000, 1_000_000], [OURS],
        [("per_second", "a second"), ("redis_us_per_firing", "us of Redis a firing")], base=OURS),
}
