#if Redis
  import CivilTime

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// A terminal that hands on each key as it is pressed, and is drawn as a whole. Text is made printable before it comes here.
  final class RawTerminal {
    private var before = termios()
    /// Read and not handed on yet.
    private var pressed: ArraySlice<UInt8> = []

    /// Nil where standard input and output are no terminal.
    init?() {
      guard isatty(0) == 1, isatty(1) == 1, tcgetattr(0, &before) == 0 else { return nil }
    }

    func begin() {
      var raw = before
      // A key is read at once and is not shown; Control-C is a key as well, so that the screen is given back.
      raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
      tcsetattr(0, TCSANOW, &raw)
      // The other screen, without a cursor.
      write("\u{1B}[?1049h\u{1B}[?25l")
    }

    func end() {
      write("\u{1B}[?25h\u{1B}[?1049l")
      tcsetattr(0, TCSANOW, &before)
    }

    var size: (width: Int, height: Int) {
      var size = winsize()
      guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
      return (Int(size.ws_col), Int(size.ws_row))
    }

    func draw(_ lines: [TopScreen.Line]) {
      var text = "\u{1B}[H"
      for (at, line) in lines.enumerated() {
        text += (line.isSelected ? "\u{1B}[7m\(line.text)\u{1B}[0m" : line.text) + "\u{1B}[K"
        if at < lines.count - 1 { text += "\r\n" }
      }
      write(text)
    }

    /// The next key; nil where none is pressed in time.
    func key(within patience: Duration) -> TopScreen.Key? {
      if pressed.isEmpty {
        guard isReady(patience) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(0, &bytes, bytes.count)
        // The terminal is gone.
        guard count > 0 else { return .character("q") }
        pressed = bytes[..<count]
      }
      return Self.key(from: &pressed)
    }

    /// Takes the first key from what was typed; nil for one that means nothing.
    static func key(from bytes: inout ArraySlice<UInt8>) -> TopScreen.Key? {
      guard let first = bytes.popFirst() else { return nil }
      switch first {
      case 0x03, 0x04: return .character("q")
      case 0x0A, 0x0D: return .enter
      case 0x08, 0x7F: return .backspace
      case 0x1B:
        guard bytes.first == UInt8(ascii: "[") else { return .escape }
        bytes.removeFirst()
        // Parameters, then the letter that says which key it is.
        while let byte = bytes.popFirst() {
          guard byte >= 0x40 else { continue }
          return byte == UInt8(ascii: "A") ? .up : byte == UInt8(ascii: "B") ? .down : nil
        }
        return nil
      case 0x20...:
        var character = [first]
        while character.count < 4, let byte = bytes.first, byte & 0xC0 == 0x80 {
          character.append(byte)
          bytes.removeFirst()
        }
        return String(decoding: character, as: UTF8.self).first.map { .character($0) }
      default: return nil
      }
    }

    private func isReady(_ patience: Duration) -> Bool {
      var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      return poll(&waiting, 1, Int32(clamping: patience.nanoseconds / 1_000_000)) > 0
    }

    private func write(_ text: String) {
      let bytes = Array(text.utf8)
      var written = 0
      while written < bytes.count {
        #if canImport(Glibc)
          let count = bytes[written...].withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
        #elseif canImport(Musl)
          let count = bytes[written...].withUnsafeBytes { Musl.write(1, $0.baseAddress, $0.count) }
        #else
          let count = bytes[written...].withUnsafeBytes { Darwin.write(1, $0.baseAddress, $0.count) }
        #endif
        guard count > 0 else { return }
        written += count
      }
    }
  }
#endif
