import Foundation
package import Scheduling

/// As much of JSON Schema as the schema of schedule files and the OpenAPI document use. A keyword that it does not know is
/// a fault of the test.
package struct SchemaValidator: Sendable {
  package let root: JobArguments

  package init(root: JobArguments) { self.root = root }

  /// What is wrong, the first thing; nil when nothing is.
  package func fault(_ value: JobArguments, _ schema: JobArguments? = nil, at path: String = "") -> String? {
    guard case .object(let keywords) = schema ?? root else { return "\(path): the schema is no mapping" }
    for (keyword, rule) in keywords {
      if let fault = fault(value, keyword, rule, keywords, path) { return fault }
    }
    return nil
  }

  private func fault(
    _ value: JobArguments, _ keyword: String, _ rule: JobArguments, _ all: [String: JobArguments], _ path: String
  ) -> String? {
    switch (keyword, rule, value) {
    case ("$schema", _, _), ("title", _, _), ("description", _, _), ("$defs", _, _), ("format", _, _): return nil
    case ("$ref", .string(let target), _):
      let schema = target.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
      return schema == nil ? "\(path): nothing is at \(target)" : fault(value, schema, at: path)
    case ("type", .array(let types), _):
      return types.contains { Self.isType($0.text ?? "", value) } ? nil : "\(path): is none of \(types)"
    case ("type", .string(let type), _): return Self.isType(type, value) ? nil : "\(path): is no \(type)"
    case ("const", _, _): return value == rule ? nil : "\(path): is not \(rule)"
    case ("enum", .array(let values), _): return values.contains(value) ? nil : "\(path): is none of \(values)"
    case ("pattern", .string(let pattern), .string(let text)):
      return text.range(of: pattern, options: .regularExpression) != nil ? nil : "\(path): does not match \(pattern)"
    case ("minimum", _, _), ("maximum", _, _):
      guard let number = Self.number(value), let bound = Self.number(rule) else { return nil }
      return (keyword == "minimum" ? number >= bound : number <= bound) ? nil : "\(path): is out of range"
    case ("minLength", .int(let least), .string(let text)): return text.count >= least ? nil : "\(path): is too short"
    case ("maxLength", .int(let most), .string(let text)): return text.count <= most ? nil : "\(path): is too long"
    case ("minItems", .int(let least), .array(let items)): return items.count >= least ? nil : "\(path): has too few"
    case ("maxItems", .int(let most), .array(let items)): return items.count <= most ? nil : "\(path): has too many"
    case ("minProperties", .int(let least), .object(let members)):
      return members.count >= least ? nil : "\(path): has too few"
    case ("maxProperties", .int(let most), .object(let members)):
      return members.count <= most ? nil : "\(path): has too many"
    case ("items", _, .array(let items)): return items.lazy.compactMap { fault($0, rule, at: path + "[]") }.first
    case ("properties", .object(let rules), .object(let members)):
      return members.lazy.compactMap { name, member in
        rules[name].flatMap { fault(member, $0, at: "\(path).\(name)") }
      }.first
    case ("propertyNames", _, .object(let members)):
      return members.keys.lazy.compactMap { fault(.string($0), rule, at: "\(path).\($0)") }.first
    case ("additionalProperties", _, .object(let members)):
      let others = members.filter { all["properties"]?[$0.key] == nil }
      if rule == false { return others.keys.min().map { "\(path): unknown key \($0)" } }
      return others.lazy.compactMap { fault($1, rule, at: "\(path).\($0)") }.first
    case ("required", .array(let names), .object(let members)):
      return names.lazy.compactMap { name in members[name.text ?? ""] == nil ? "\(path): lacks \(name)" : nil }.first
    case ("anyOf", .array(let schemas), _):
      return schemas.contains { fault(value, $0, at: path) == nil } ? nil : "\(path): is none of the forms"
    case ("oneOf", .array(let schemas), _):
      return schemas.count { fault(value, $0, at: path) == nil } == 1 ? nil : "\(path): is not exactly one of the forms"
    case ("not", _, _): return fault(value, rule, at: path) == nil ? "\(path): is what it must not be" : nil
    case ("pattern", _, _), ("minLength", _, _), ("maxLength", _, _), ("minItems", _, _), ("maxItems", _, _),
      ("minProperties", _, _),
      ("maxProperties", _, _), ("items", _, _), ("properties", _, _), ("propertyNames", _, _),
      ("additionalProperties", _, _), ("required", _, _):
      return nil
    default: return "\(path): the validator does not know the keyword \(keyword)"
    }
  }

  private static func isType(_ type: String, _ value: JobArguments) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("integer", .int),
      ("number", .int), ("number", .double), ("null", .null):
      true
    default: false
    }
  }

  private static func number(_ value: JobArguments) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }
}
