// On Darwin the standard library of the system does not show its normal forms, and Foundation has them.
#if canImport(FoundationEssentials)
  @_spi(_Unicode) import Swift
#else
  import Foundation
#endif

extension String {
  /// The text in Unicode's normal form C. Texts that Swift calls equal have the same bytes then, which is what Redis, a
  /// file or another language compares: `caf\u{e9}` and `cafe\u{301}` are one name.
  package var normalForm: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    #if canImport(FoundationEssentials)
      return String(String.UnicodeScalarView(_nfc))
    #else
      return precomposedStringWithCanonicalMapping
    #endif
  }
}
