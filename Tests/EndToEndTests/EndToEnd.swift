import Testing

/// The real program against a real Keystone, Glance and Prometheus, which `Tests/run` starts; skipped without them.
/// One test at a time: they share the servers, and some end them.
@Suite("End to end", .serialized, .enabled(if: Stand.isThere))
struct EndToEnd {}
