// The rows of Benchmarks/run for Go's schedulers: `peer robfig/cron burst 10000` prints one line of JSON.
// Built against Debian's packages, with GO111MODULE=off and GOPATH=/usr/share/gocode.
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// scheduler is what a row needs of a system.
type scheduler interface {
	at(instant time.Time, body func())
	eachSecond(offset time.Duration, body func())
	each(period, offset time.Duration, body func())
	start()
}

var systems = map[string]func() scheduler{"robfig/cron": newRobfig, "gocron": newGocron}

func main() {
	if len(os.Args) < 3 || systems[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: peer robfig/cron|gocron ROW [SIZE]")
		os.Exit(64)
	}
	size := 1
	if len(os.Args) > 3 {
		size, _ = strconv.Atoi(os.Args[3])
	}
	system := systems[os.Args[1]]()
	switch os.Args[2] {
	case "start":
		startRow(system)
	case "burst":
		burst(system, size)
	case "add":
		add(system, size)
	case "same-instant":
		everySecond(system, size, false)
	case "spread":
		everySecond(system, size, true)
	case "sustained":
		sustained(system, size)
	case "idle":
		idle(system, size)
	default:
		os.Exit(64)
	}
}

func report(size int, figures ...any) {
	pairs := []string{}
	for i := 0; i < len(figures); i += 2 {
		pairs = append(pairs, fmt.Sprintf("%q:%.4f", figures[i], figures[i+1]))
	}
	fmt.Printf("{\"row\":%q,\"system\":%q,\"size\":%d,%s}\n", os.Args[2], os.Args[1], size, strings.Join(pairs, ","))
}

func startRow(system scheduler) {
	began := make(chan int64, 1)
	system.start()
	system.at(time.Now().Add(time.Millisecond), func() {
		select {
		case began <- time.Now().UnixNano():
		default:
		}
	})
	fmt.Println(<-began)
}

func burst(system scheduler, count int) {
	var left, last int64 = int64(count), 0
	instant := time.Now().Add(time.Duration(count/20000+2) * time.Second)
	for i := 0; i < count; i++ {
		system.at(instant, func() {
			if atomic.AddInt64(&left, -1) == 0 {
				atomic.StoreInt64(&last, time.Now().UnixNano())
			}
		})
	}
	system.start()
	rest := resident()
	for atomic.LoadInt64(&last) == 0 {
		time.Sleep(20 * time.Millisecond)
	}
	ms := float64(atomic.LoadInt64(&last)-instant.UnixNano()) / 1e6
	report(count, "ms", ms, "over_rest_mb", resident()-rest)
}

func add(system scheduler, count int) {
	system.start()
	before, began := resident(), time.Now()
	far := time.Now().Add(24 * time.Hour)
	for i := 0; i < count; i++ {
		system.at(far, func() {})
	}
	ms := float64(time.Since(began).Nanoseconds()) / 1e6
	report(count, "ms", ms, "bytes_per_job", (resident()-before)*1048576/float64(count))
}

// lateness notes how late bodies begin.
type lateness struct {
	values []int64
	next   int64
}

func (l *lateness) note(period, offset time.Duration) {
	phase := (time.Now().UnixNano() - int64(offset)) % int64(period)
	if phase > int64(period)/2 {
		phase -= int64(period)
	}
	if index := atomic.AddInt64(&l.next, 1) - 1; index < int64(len(l.values)) {
		l.values[index] = phase
	}
}

func (l *lateness) sorted() []int64 {
	count := atomic.LoadInt64(&l.next)
	if count > int64(len(l.values)) {
		count = int64(len(l.values))
	}
	values := append([]int64{}, l.values[:count]...)
	sort.Slice(values, func(i, j int) bool { return values[i] < values[j] })
	return values
}

func percentile(sorted []int64, share float64) float64 {
	if len(sorted) == 0 {
		return -1
	}
	index := int(float64(len(sorted)) * share)
	if index >= len(sorted) {
		index = len(sorted) - 1
	}
	return float64(sorted[index]) / 1e6
}

func everySecond(system scheduler, jobs int, spread bool) {
	const seconds = 8
	l := &lateness{values: make([]int64, jobs*(seconds+4))}
	for i := 0; i < jobs; i++ {
		offset := time.Duration(0)
		if spread {
			offset = time.Duration(i%1000) * time.Millisecond
		}
		system.eachSecond(offset, func() { l.note(time.Second, offset) })
	}
	system.start()
	time.Sleep(2 * time.Second)
	atomic.StoreInt64(&l.next, 0)
	before, began := processor(), time.Now()
	time.Sleep(seconds * time.Second)
	elapsed := time.Since(began).Seconds()
	used, sorted := processor()-before, l.sorted()
	early := 0
	for early < len(sorted) && sorted[early] < 0 {
		early++
	}
	report(jobs, "p50_ms", percentile(sorted, 0.5), "p99_ms", percentile(sorted, 0.99),
		"cpu_percent", used/elapsed*100, "early", float64(early), "per_second", float64(len(sorted))/elapsed)
}

func sustained(system scheduler, perSecond int) {
	const seconds = 5
	l := &lateness{values: make([]int64, perSecond*(seconds+3))}
	for i := 0; i < perSecond/100; i++ {
		offset := time.Duration(i%10) * time.Millisecond
		system.each(10*time.Millisecond, offset, func() { l.note(10*time.Millisecond, offset) })
	}
	system.start()
	time.Sleep(2 * time.Second)
	atomic.StoreInt64(&l.next, 0)
	before, began := processor(), time.Now()
	time.Sleep(seconds * time.Second)
	elapsed := time.Since(began).Seconds()
	used, sorted := processor()-before, l.sorted()
	report(perSecond, "per_second", float64(len(sorted))/elapsed, "p99_ms", percentile(sorted, 0.99),
		"machine_percent", used/elapsed*100/float64(processors()))
}

func idle(system scheduler, jobs int) {
	far := time.Now().Add(24 * time.Hour)
	for i := 0; i < jobs; i++ {
		system.at(far, func() {})
	}
	system.start()
	time.Sleep(3 * time.Second)
	before, wakes, began := processor(), switches(), time.Now()
	time.Sleep(10 * time.Second)
	elapsed := time.Since(began).Seconds()
	report(jobs, "cpu_percent", (processor()-before)/elapsed*100,
		"wakes_per_second", float64(switches()-wakes)/elapsed, "resident_mb", resident())
}

func usage() syscall.Rusage {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage
}

func processor() float64 {
	used := usage()
	return float64(used.Utime.Sec+used.Stime.Sec) + float64(used.Utime.Usec+used.Stime.Usec)/1e6
}

func switches() int64 { return usage().Nvcsw }

func processors() int {
	text, _ := os.ReadFile("/proc/cpuinfo")
	return strings.Count(string(text), "processor\t")
}

func resident() float64 {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	return pages * 4096 / 1048576
}
