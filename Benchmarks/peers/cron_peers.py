#!/usr/bin/env python3
"""The rows of cron-micro for croniter and APScheduler's CronTrigger; one line of JSON each.

Needs: pip install croniter apscheduler
"""
import json
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from croniter import croniter

START = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("UTC"))
ZONES = [("UTC", ZoneInfo("UTC")), ("New York", ZoneInfo("America/New_York"))]
ROWS = [
    ("every minute", "* * * * *"),
    ("every 5 minutes", "*/5 * * * *"),
    ("daily at 02:30", "30 2 * * *"),
    ("office hours", "*/15 9-17 * * MON-FRI"),
    ("29 February", "0 0 29 2 *"),
]


def nanoseconds(body):
    """The least of seven batches of about ten milliseconds."""
    count = 1
    while True:
        start = time.perf_counter_ns()
        for _ in range(count):
            body()
        if time.perf_counter_ns() - start > 10_000_000:
            break
        count *= 2
    least = float("inf")
    for _ in range(7):
        start = time.perf_counter_ns()
        for _ in range(count):
            body()
        least = min(least, (time.perf_counter_ns() - start) / count)
    return least


def row(name, system, body):
    print(json.dumps({"row": name, "system": system, "ns": round(nanoseconds(body), 1)}), flush=True)


class Walk:
    """From each result to the next, as a scheduler does."""

    def __init__(self, text, zone):
        self.start = START.astimezone(zone)
        self.trigger = CronTrigger.from_crontab(text, timezone=zone)
        self.last = self.start
        self.croniter = croniter(text, self.start, ret_type=datetime)

    def apscheduler(self):
        self.last = self.trigger.get_next_fire_time(self.last, self.last) or self.start

    def step_croniter(self):
        if self.croniter.get_next().year > 2090:
            self.croniter.set_current(self.start)


for name, text in ROWS:
    for zone_name, zone in ZONES:
        walk = Walk(text, zone)
        row(f"cron next, {name}, {zone_name}", "apscheduler", walk.apscheduler)
        row(f"cron next, {name}, {zone_name}", "croniter", walk.step_croniter)
for name, text in [ROWS[0], ROWS[3]]:
    row(f"cron parse, {name}", "apscheduler", lambda: CronTrigger.from_crontab(text, timezone=ZONES[0][1]))
    row(f"cron parse, {name}", "croniter", lambda: croniter(text, START))
