/// An answer of the demonstration cloud.
struct DemoAnswer: Sendable, Equatable {
    var status: Int
    var contentType = "application/json"
    /// `X-Subject-Token`, for a login.
    var subjectToken: String?
    /// `WWW-Authenticate`, for a 401.
    var challenge: String?
    var body: [UInt8]

    /// An error in Glance's shape.
    static func glance(_ status: Int, _ title: String, _ message: String) -> Self {
        var json = JSONWriter()
        json.object { json in
            json.field("message", "\(message)<br /><br />\n\n\n")
            json.field("code", "\(status) \(title)")
            json.field("title", title)
        }
        return DemoAnswer(status: status, body: json.bytes)
    }

    /// An error in Keystone's shape.
    static func keystone(_ status: Int, _ title: String, _ message: String) -> Self {
        var json = JSONWriter()
        json.object { json in
            json.object("error") { json in
                json.field("code", status)
                json.field("message", message)
                json.field("title", title)
            }
        }
        return DemoAnswer(status: status, body: json.bytes)
    }

    /// Glance's one answer to a missing, wrong or ended token.
    static let noToken = glance(
        401, "Unauthorized",
        "This server could not verify that you are authorized to access the document you requested. Either you "
            + "supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply "
            + "the credentials required.")
    static let unknownToGlance = glance(404, "Not Found", "The resource could not be found.")
    /// A load balancer's word on a service that is away.
    static let unavailable = DemoAnswer(
        status: 503, contentType: "text/html", body: Array("<html><body>503 Service Unavailable</body></html>\n".utf8))
    /// An unknown path of Keystone's is a page for people.
    static let unknownToKeystone = DemoAnswer(
        status: 404, contentType: "text/html; charset=utf-8",
        body: Array("<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n".utf8))
}
