package main

import (
	"time"

	"github.com/robfig/cron"
)

type robfig struct{ cron *cron.Cron }

func newRobfig() scheduler { return robfig{cron.New(cron.WithSeconds())} }

// once is due at one instant.
type once time.Time

func (o once) Next(after time.Time) time.Time {
	if instant := time.Time(o); after.Before(instant) {
		return instant
	}
	return time.Time{}
}

// periodic is due each period, so long after a whole one.
type periodic struct{ period, offset time.Duration }

func (p periodic) Next(after time.Time) time.Time {
	since := (after.UnixNano() - int64(p.offset)) % int64(p.period)
	return after.Add(p.period - time.Duration(since))
}

func (r robfig) at(instant time.Time, body func())            { r.cron.Schedule(once(instant), cron.FuncJob(body)) }
func (r robfig) eachSecond(offset time.Duration, body func()) { r.each(time.Second, offset, body) }
func (r robfig) each(period, offset time.Duration, body func()) {
	r.cron.Schedule(periodic{period, offset}, cron.FuncJob(body))
}
func (r robfig) start() { r.cron.Start() }
