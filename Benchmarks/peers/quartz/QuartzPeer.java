import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.atomic.*;
import org.quartz.*;
import org.quartz.impl.StdSchedulerFactory;

/** The rows of Benchmarks/run for Quartz, with its RAM store: {@code QuartzPeer burst 10000} prints one line of JSON. */
public class QuartzPeer {
  static final AtomicInteger left = new AtomicInteger();
  static final AtomicLong last = new AtomicLong();
  static final AtomicInteger next = new AtomicInteger();
  static long[] values = new long[0];

  public static class Count implements Job {
    public void execute(JobExecutionContext context) {
      if (left.decrementAndGet() == 0) last.set(wallNanoseconds());
    }
  }

  public static class Note implements Job {
    public void execute(JobExecutionContext context) {
      long second = 1_000_000_000L, offset = context.getMergedJobDataMap().getLong("offset") * 1_000_000L;
      long phase = Math.floorMod(wallNanoseconds() - offset, second);
      int index = next.getAndIncrement();
      if (index < values.length) values[index] = phase > second / 2 ? phase - second : phase;
    }
  }

  static long wallNanoseconds() {
    java.time.Instant now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  public static void main(String[] arguments) throws Exception {
    String row = arguments[0];
    int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "10");
    Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
    switch (row) {
      case "start": start(scheduler); break;
      case "burst": burst(scheduler, size); break;
      case "add": add(scheduler, size); break;
      case "same-instant": everySecond(scheduler, size, false); break;
      case "spread": everySecond(scheduler, size, true); break;
      case "idle": idle(scheduler, size); break;
      default: System.exit(64);
    }
    System.exit(0);
  }

  static void start(Scheduler scheduler) throws Exception {
    left.set(1);
    scheduler.start();
    at(scheduler, 0, new Date());
    while (last.get() == 0) Thread.sleep(0, 100_000);
    System.out.println(last.get());
  }

  static void at(Scheduler scheduler, int number, Date instant) throws Exception {
    scheduler.scheduleJob(
        JobBuilder.newJob(Count.class).withIdentity("job-" + number).build(),
        TriggerBuilder.newTrigger().startAt(instant).build());
  }

  static void burst(Scheduler scheduler, int count) throws Exception {
    left.set(count);
    long instant = System.currentTimeMillis() + (count / 20_000 + 3) * 1_000L;
    for (int number = 0; number < count; number++) at(scheduler, number, new Date(instant));
    scheduler.start();
    double rest = resident();
    while (last.get() == 0) Thread.sleep(20);
    report("burst", count, "ms", (last.get() - instant * 1_000_000L) / 1e6, "over_rest_mb", resident() - rest);
  }

  static void add(Scheduler scheduler, int count) throws Exception {
    scheduler.start();
    Date far = new Date(System.currentTimeMillis() + 86_400_000L);
    double before = resident();
    long began = System.nanoTime();
    for (int number = 0; number < count; number++) at(scheduler, number, far);
    double ms = (System.nanoTime() - began) / 1e6;
    report("add", count, "ms", ms, "bytes_per_job", (resident() - before) * 1048576 / count);
  }

  static void everySecond(Scheduler scheduler, int jobs, boolean spread) throws Exception {
    int seconds = 8;
    values = new long[jobs * (seconds + 4)];
    long first = (System.currentTimeMillis() / 1_000 + 3) * 1_000;
    for (int number = 0; number < jobs; number++) {
      long offset = spread ? number % 1_000 : 0;
      scheduler.scheduleJob(
          JobBuilder.newJob(Note.class).withIdentity("job-" + number).usingJobData("offset", offset).build(),
          TriggerBuilder.newTrigger().startAt(new Date(first + offset))
              .withSchedule(SimpleScheduleBuilder.repeatSecondlyForever()).build());
    }
    scheduler.start();
    Thread.sleep(6_000);
    next.set(0);
    double before = processor();
    long began = System.nanoTime();
    Thread.sleep(seconds * 1_000L);
    double elapsed = (System.nanoTime() - began) / 1e9, used = processor() - before;
    long[] sorted = Arrays.copyOf(values, Math.min(next.get(), values.length));
    Arrays.sort(sorted);
    long early = Arrays.stream(sorted).filter(value -> value < 0).count();
    report(spread ? "spread" : "same-instant", jobs, "p50_ms", percentile(sorted, 0.5), "p99_ms",
        percentile(sorted, 0.99), "cpu_percent", used / elapsed * 100, "early", (double) early, "per_second",
        sorted.length / elapsed);
  }

  static void idle(Scheduler scheduler, int jobs) throws Exception {
    for (int number = 0; number < jobs; number++) at(scheduler, number, new Date(System.currentTimeMillis() + 86_400_000L));
    scheduler.start();
    Thread.sleep(3_000);
    double before = processor();
    long began = System.nanoTime();
    Thread.sleep(10_000);
    double elapsed = (System.nanoTime() - began) / 1e9;
    report("idle", jobs, "cpu_percent", (processor() - before) / elapsed * 100, "resident_mb", resident());
  }

  static double percentile(long[] sorted, double share) {
    return sorted.length == 0 ? -1 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
  }

  static double processor() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime() / 1e9;
  }

  static double resident() throws Exception {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096.0 / 1048576;
  }

  static void report(String row, int size, Object... figures) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < figures.length; i += 2)
      text.append(String.format(Locale.ROOT, ",\"%s\":%.4f", figures[i], figures[i + 1]));
    System.out.printf("{\"row\":\"%s\",\"system\":\"Quartz\",\"size\":%d%s}%n", row, size, text);
  }
}
