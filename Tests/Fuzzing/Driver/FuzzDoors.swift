import CFuzzer
import Foundation

/// What libFuzzer calls with every input. Its own `main` needs the name, which ours replaces.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  FuzzDoors.chosen?.read(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

/// Runs libFuzzer on the door that the environment variable FUZZ_DOOR names; `Tests/fuzz-run` sets it. Without one it
/// lists the doors, each with the length of its longest input.
@main
struct FuzzDoors {
  static let chosen = Door.all.first { $0.name == ProcessInfo.processInfo.environment["FUZZ_DOOR"] }

  static func main() {
    guard chosen != nil else {
      for door in Door.all { print(door.name, door.longest) }
      return
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(LLVMFuzzerRunDriver(&count, &arguments, fuzzOneInput))
  }
}
