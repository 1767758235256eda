// `import Scheduling` is all that a memory-only host needs: the types of instants, zones and cron expressions
// appear in this module's own API.
@_exported public import CivilTime
@_exported public import Cron
