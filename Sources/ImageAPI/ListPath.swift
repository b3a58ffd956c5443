/// Where an image API lists its images, below the endpoint.
package enum ListPath: String, Sendable, CaseIterable {
    /// Every server of either family has it.
    case images = "/v2/images"
    /// The later list of IMS, of the same images.
    case cloudimages = "/v2/cloudimages"
}
