package main

import (
	"time"

	"github.com/go-co-op/gocron"
)

type goCron struct{ scheduler *gocron.Scheduler }

func newGocron() scheduler { return goCron{gocron.NewScheduler(time.UTC)} }

func (g goCron) at(instant time.Time, body func()) {
	_, _ = g.scheduler.Every(24 * time.Hour).StartAt(instant).LimitRunsTo(1).Do(body)
}

func (g goCron) eachSecond(offset time.Duration, body func()) { g.each(time.Second, offset, body) }

func (g goCron) each(period, offset time.Duration, body func()) {
	first := time.Now().Truncate(time.Second).Add(2*time.Second + offset)
	_, _ = g.scheduler.Every(period).StartAt(first).Do(body)
}

func (g goCron) start() { g.scheduler.StartAsync() }
