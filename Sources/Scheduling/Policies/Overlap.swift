/// What becomes of a firing that is due while earlier runs of the job have not ended.
public enum Overlap: Sendable, Hashable {
  /// It is recorded as skipped(overlap), once ``JobOptions/maxInstances`` runs are going on (1 unless given).
  case skip
  /// It runs beside them, up to ``JobOptions/maxInstances`` runs (16 unless given); beyond that it is skipped(overlap).
  case allow
}
