#!/usr/bin/env python3
"""The rows of Benchmarks/run for APScheduler, with its default thread pool: `apscheduler_peer.py burst 10000`."""
import json
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from resource import RUSAGE_SELF, getrusage

from apscheduler.schedulers.background import BackgroundScheduler


def main():
    row, size = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
    scheduler = BackgroundScheduler(
        timezone=timezone.utc, job_defaults={"misfire_grace_time": None, "coalesce": False}
    )
    rows = {
        "start": start, "burst": burst, "add": add, "idle": idle,
        "same-instant": lambda *a: every_second(*a, spread=False),
        "spread": lambda *a: every_second(*a, spread=True),
    }
    rows[row](scheduler, size)


def report(size, **figures):
    values = {name: round(value, 4) for name, value in figures.items()}
    print(json.dumps({"row": sys.argv[1], "system": "APScheduler", "size": size, **values}), flush=True)


def now():
    return datetime.now(timezone.utc)


def start(scheduler, _):
    began = threading.Event()

    def body():
        print(time.time_ns(), flush=True)
        began.set()

    scheduler.start()
    scheduler.add_job(body)
    began.wait()
    scheduler.shutdown(wait=False)


def burst(scheduler, count):
    left, lock, last = [count], threading.Lock(), threading.Event()
    ended = [0]

    def body():
        with lock:
            left[0] -= 1
            if left[0] == 0:
                ended[0] = time.time_ns()
                last.set()

    for number in range(count):
        # Set below, once all are there: adding them takes longer than any guess.
        scheduler.add_job(body, "date", run_date=now() + timedelta(days=1), id=f"job-{number}")
    instant = now() + timedelta(seconds=2 + count / 5_000)
    for job in scheduler.get_jobs():
        job.modify(trigger=type(job.trigger)(instant), next_run_time=instant)
    scheduler.start()
    rest = resident()
    last.wait()
    ms = ended[0] / 1e6 - instant.timestamp() * 1e3
    report(count, ms=ms, over_rest_mb=resident() - rest)
    scheduler.shutdown(wait=False)


def add(scheduler, count):
    scheduler.start()
    far = now() + timedelta(days=1)
    before, began = resident(), time.monotonic()
    for number in range(count):
        scheduler.add_job(print, "date", run_date=far, id=f"job-{number}")
    ms = (time.monotonic() - began) * 1e3
    report(count, ms=ms, bytes_per_job=(resident() - before) * 1048576 / count)
    scheduler.shutdown(wait=False)


def every_second(scheduler, jobs, spread):
    seconds, values = 8, []
    first = datetime.fromtimestamp(int(time.time()) + 3 + jobs // 2_000, timezone.utc)

    def body(offset):
        phase = (time.time_ns() - offset * 1_000_000) % 1_000_000_000
        values.append(phase - 1_000_000_000 if phase > 500_000_000 else phase)

    for number in range(jobs):
        offset = number % 1_000 if spread else 0
        scheduler.add_job(
            body, "interval", seconds=1, start_date=first + timedelta(milliseconds=offset), args=[offset],
            max_instances=3)
    scheduler.start()
    time.sleep(max(0, first.timestamp() - time.time()) + 2)
    values.clear()
    before, began = processor(), time.monotonic()
    time.sleep(seconds)
    elapsed, used, sorted_values = time.monotonic() - began, processor() - before, sorted(values)
    report(
        jobs, p50_ms=percentile(sorted_values, 0.5), p99_ms=percentile(sorted_values, 0.99),
        cpu_percent=used / elapsed * 100, early=sum(value < 0 for value in sorted_values),
        per_second=len(sorted_values) / elapsed)
    scheduler.shutdown(wait=False)


def idle(scheduler, jobs):
    far = now() + timedelta(days=1)
    for number in range(jobs):
        scheduler.add_job(print, "date", run_date=far, id=f"job-{number}")
    scheduler.start()
    time.sleep(3)
    before, began = getrusage(RUSAGE_SELF), time.monotonic()
    time.sleep(10)
    after, elapsed = getrusage(RUSAGE_SELF), time.monotonic() - began
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    report(
        jobs, cpu_percent=used / elapsed * 100, wakes_per_second=(after.ru_nvcsw - before.ru_nvcsw) / elapsed,
        resident_mb=resident())
    scheduler.shutdown(wait=False)


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))] / 1e6 if values else -1


def processor():
    usage = getrusage(RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1048576


if __name__ == "__main__":
    main()
