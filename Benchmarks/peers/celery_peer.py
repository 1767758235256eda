#!/usr/bin/env python3
"""The row "start" of Benchmarks/run for Celery beat with a worker in the same process and an in-memory broker.

The other rows have no counterpart: beat only sends messages, and how fast they run is the broker's and the workers'."""
import os
import threading
import time
from datetime import timedelta

from celery import Celery
from celery.beat import ScheduleEntry, Scheduler

app = Celery("bench", broker="memory://")
app.conf.update(task_ignore_result=True, worker_hijack_root_logger=False, worker_redirect_stdouts=False, beat_schedule={})


@app.task(name="noop")
def noop():
    print(time.time_ns(), flush=True)
    os._exit(0)


def send():
    scheduler = Scheduler(app=app, lazy=True)
    scheduler.schedule["first"] = ScheduleEntry(
        name="first", task="noop", schedule=timedelta(days=1), last_run_at=app.now() - timedelta(days=2), app=app)
    scheduler.tick()


if __name__ == "__main__":
    threading.Thread(target=send, daemon=True).start()
    app.Worker(pool="solo", concurrency=1, loglevel="ERROR", quiet=True).start()
