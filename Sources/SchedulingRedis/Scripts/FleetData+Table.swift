#if Redis
  extension FleetDatum {
    /// All that lies in a fleet's namespace.
    package static let all: [FleetDatum] = meta + job + storedJob + runs + control + lists

    private static let meta: [FleetDatum] = [
      FleetDatum(
        "meta", "schema", "epoch", "server", "born", known: "each replica that has merged (epoch and server)",
        afterLoss: "created anew by the first replica that merges: the new epoch is how the others notice the loss",
        bound: "one hash", .never),
      FleetDatum(
        "meta", "aged", "lost", "merging", known: "nobody", afterLoss: "set by the merge itself",
        bound: "three numbers", .never),
      FleetDatum(
        "meta", "changes", known: "each replica that looks at stored jobs",
        afterLoss: "begins at 0; replicas remember it together with the epoch, and read everything again",
        bound: "one number", .never),
    ]

    private static let job: [FleetDatum] = [
      FleetDatum(
        "job:<id>", "cursor", "fp", "fh", "since", "next",
        known: "each replica that has registered the job, asked about it or read it; of the 100,000 jobs used last",
        afterLoss: "the merge: the larger cursor, the earlier beginning",
        bound: "30 days after `next`, renewed while the job is decided; a week after its last instant", .unlessStored),
      FleetDatum(
        "job:<id>", "left", known: "each replica that has received a cursor behind which it lies",
        afterLoss: "the merge: what neither the data set nor the replica knows to be decided",
        bound: "8 ranges for a trigger; recorded with the next question after the quarantine", .unlessStored),
      FleetDatum(
        "job:<id>", "br", "bf", "bo",
        known: "the rule: each replica with the job; failures and opening: those that ended its runs or were refused",
        afterLoss: "the merge: more failures, the later end of the cool-down, which is never longer than itself",
        bound: "with the job", .unlessStored),
      FleetDatum(
        "job:<id>", "c:<trigger>", known: "the replicas that have this trigger", afterLoss: "the merge",
        bound: "8 for a job, for a week", .unlessStored),
      FleetDatum(
        "job:<id>", "rec", known: "nobody",
        afterLoss: "lost: instants up to the merge, or to a cursor that it raised, that several triggers may have "
          + "decided are recorded as missed",
        bound: "32 instants", .unlessStored),
      FleetDatum(
        "job:<id>", "last", "lastm", known: "the replica that asked",
        afterLoss: "lost: the cursor refuses a scheduled instant; what was skipped by hand may be asked again and run",
        bound: "one answer each", .unlessStored),
      FleetDatum(
        "job:<id>", "run", known: "the replica that ran it, in its own history", afterLoss: "lost until the next run",
        bound: "one row", .unlessStored),
      FleetDatum(
        "job:<id>", "cr", known: "nobody",
        afterLoss: "lost: disappearances are counted from 0, as they are in data that came back",
        bound: "a count and eight owners", .unlessStored),
      FleetDatum(
        "checkpoint:<job>", "run", "fence", "progress", "revision", known: "nobody",
        afterLoss: "lost: a pipeline begins at its first stage", bound: "30 days after the last write", .always),
    ]

    private static let storedJob: [FleetDatum] = [
      FleetDatum(
        "job:<id>", "def", "ver", "lk",
        known: "each replica that has put or read the job: 20,000 jobs and 64 MiB for each replica",
        afterLoss: "reported after the merge: the larger version wins; a job that no replica alive has read is lost",
        bound: "while it is stored; a week after its last instant", .unlessStored),
      FleetDatum(
        "job:<id>", "put", known: "the replica that made the change",
        afterLoss: "lost: a change whose answer was lost as well may be answered as a conflict", bound: "one token",
        .unlessStored),
      FleetDatum(
        "job:<id>", "wt", known: "nobody", afterLoss: "lost: set again within a second while a firing waits",
        bound: "one number", .unlessStored),
      FleetDatum(
        "removed", known: "each replica that looks at stored jobs, within 5 s: 100,000 removals",
        afterLoss: "replicas report the removals that they know, and not the jobs that were removed",
        bound: "100,000, for a week", .always),
      FleetDatum(
        "due", known: "as `def`", afterLoss: "written with the definition, at an instant that is never too late",
        bound: "one entry for each stored job", .never),
      FleetDatum("jobs", known: "as `def`", afterLoss: "written with the definition", bound: "as `due`", .never),
      FleetDatum(
        "locks", known: "as `def`", afterLoss: "written with the definition",
        bound: "one entry for each stored job that names a lock; what is left of expired jobs goes within an hour",
        .never),
    ]

    private static let runs: [FleetDatum] = [
      FleetDatum(
        "lock:<key>:<slot>", known: "its holder", afterLoss: "the merge, where the slot is free or of an older fence",
        bound: "the lease", .always),
      FleetDatum(
        "held:<key>", "fence", known: "each replica that has held the lock; of the 100,000 locks used last",
        afterLoss: "the merge: the larger one; where nobody knows it Redis's clock takes its place",
        bound: "a week after the last win or renewal", .always),
      FleetDatum(
        "held:<key>", "<slot>", known: "its holder", afterLoss: "the merge, with the lock", bound: "16", .always),
      FleetDatum(
        "held:<key>", "x<slot>", known: "nobody",
        afterLoss: "lost: a replacement is asked for again with the next firing; a cancellation that the run has not "
          + "received yet has to be asked for again", bound: "16", .always),
      FleetDatum(
        "open", known: "the holders of the runs", afterLoss: "the merge, with the lease",
        bound: "runs that go on; swept when their leases have ended", .never),
      FleetDatum(
        "runs", "<token>", known: "the holders of the runs",
        afterLoss: "the merge, with the lease; of a crashed run lost", bound: "as `open` and `crashed`", .never),
      FleetDatum(
        "crashed", known: "nobody",
        afterLoss: "lost: a crashed run that nobody has taken over yet is not run again, and ends without a second row",
        bound: "a day, or for as long as the job says", .never),
      FleetDatum(
        "ended", known: "the replicas that asked, by their tokens",
        afterLoss: "ends of the last ten minutes are reported again; a token is not asked about after its end",
        bound: "an hour", .never),
    ]

    private static let control: [FleetDatum] = [
      FleetDatum(
        "control", "*", "j:<job>", known: "each replica, from its last heartbeat",
        afterLoss:
          "the merge, where the epoch is new or the server is another: a pause that was lifted a moment ago may "
          + "come back", bound: "of a job that the fleet does not have: 30 days", .never),
      FleetDatum(
        "control:idle", "j:<job>", known: "each replica, as it looked last",
        afterLoss: "written again within an hour, with the first time", bound: "40 days", .always
      ),
      FleetDatum(
        "requests", "<request>", known: "nobody for certain",
        afterLoss: "lost: a question for the answer receives `unknown`", bound: "256, each for its patience", .never),
      FleetDatum("answer:<request>", known: "nobody", afterLoss: "lost: `unknown`", bound: "an hour", .always),
      FleetDatum(
        "dead", known: "nobody", afterLoss: "lost: the log and the alert of the replica are left", bound: "1,000",
        .never),
      FleetDatum("dead:letters", "<token>", known: "nobody", afterLoss: "as `dead`", bound: "1,000", .never),
    ]

    private static let lists: [FleetDatum] = [
      FleetDatum(
        "members", known: "each replica, of itself", afterLoss: "written with the next heartbeat",
        bound: "ten minutes after the last heartbeat", .never),
      FleetDatum(
        "members:facts", "<replica>", known: "as `members`", afterLoss: "as `members`", bound: "as `members`", .never),
      FleetDatum(
        "hist", known: "each replica, of its own runs, in memory",
        afterLoss: "lost; the replicas' own histories are left",
        bound: "about 10,000 rows", .never),
      FleetDatum(
        "audit", known: "nobody", afterLoss: "lost; the logs of the replicas that took the requests are left",
        bound: "about 10,000 entries", .never),
      FleetDatum(
        "evidence:<job>", known: "the replica that ran it, in its own history",
        afterLoss: "lost; the replicas' own histories and logs are left",
        bound: "16 runs of a job, each of 16 KiB of log; a week after the last of them", .always),
      FleetDatum(
        "unreadable", "<row>", known: "nobody", afterLoss: "lost, with what it names", bound: "1,000, each for a day",
        .never),
    ]
  }
#endif
