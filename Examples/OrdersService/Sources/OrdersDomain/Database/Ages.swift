package import Foundation

extension Date {
  package func ago(minutes: Int) -> Date { addingTimeInterval(-60 * Double(minutes)) }
  package func ago(days: Int) -> Date { ago(minutes: days * 24 * 60) }
}
