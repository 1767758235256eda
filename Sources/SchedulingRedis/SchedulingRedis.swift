// Redis for the scheduler: the client, named locks, and the claims that let a fleet run each firing once.
// Every file of this module is compiled only with the trait `Redis`, which is on by default.
