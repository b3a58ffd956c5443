/// What a page says beside its images.
package struct PageFacts: Sendable, Equatable {
    /// Images in the page, those without a usable id as well.
    package var images: Int
    /// As the server wrote it; nil on the last page.
    package var next: String?
    /// Link to the first page where the server gives one as text.
    package var first: String?
    /// The page has a `page_info`, IMS's later way of paging.
    package var hasPageInfo: Bool
    /// `page_info.next_marker`; nil on the last page.
    package var nextMarker: String?
    /// Id of the last image as the server wrote it; nil where there is none.
    package var lastID: String?

    /// The facts of a page, for tests too.
    package init(
        images: Int, next: String? = nil, first: String? = nil, hasPageInfo: Bool = false, nextMarker: String? = nil,
        lastID: String? = nil
    ) {
        self.images = images
        self.next = next
        self.first = first
        self.hasPageInfo = hasPageInfo
        self.nextMarker = nextMarker
        self.lastID = lastID
    }
}
