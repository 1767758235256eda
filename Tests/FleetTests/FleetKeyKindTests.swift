#if Redis
  import FleetSupport
  import SchedulingRedis
  import Testing

  @Suite("The kinds of keys that the soak knows")
  struct FleetKeyKindTests {
    @Test("are those of the table of every field")
    func table() {
      for datum in FleetDatum.all {
        let name = datum.key.replacing("<slot>", with: "0").replacing(/<[a-z]+>/, with: "name")
        let kind: FleetKeyKind =
          switch datum.expiry {
          case .never: .bounded
          case .always: .expires
          case .unlessStored: .expiresUnlessStored
          }
        #expect(FleetKeyKind(name) == kind, "\(datum.key)")
      }
    }
  }
#endif
