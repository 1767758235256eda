/// The OpenAPI 3.1 document of the management API: the file beside this one, embedded when the target is built.
package enum OpenAPIDocument {
  /// The file's bytes.
  package static let bytes: [UInt8] = PackageResources.openapi_json
}
