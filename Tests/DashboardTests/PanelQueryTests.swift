import Testing

/// What the panels of the dashboards ask Prometheus.
@Suite struct PanelQueryTests {
    /// Families that only some clouds, roles or settings make: a panel of them says why it is empty.
    private static let optIn: Set<String> = [
        "glance_images_by_member_status", "glance_quota_images", "glance_quota_images_limit", "glance_quota_bytes",
        "glance_quota_bytes_limit", "glance_newest_image_build_timestamp_seconds", "glance_images_by_replace_frequency",
        "glance_images_past_provided_until", "glance_next_provided_until_timestamp_seconds",
        "glance_images_with_failed_import", "glance_images_with_running_import",
        "glance_images_without_required_property", "glance_images_by_owner", "glance_image_size_bytes_by_owner",
        "glance_stuck_image_updated_timestamp_seconds", "glance_password_expiry_timestamp_seconds",
        "glance_token_expiry_timestamp_seconds", "glance_endpoint_certificate_expiry_timestamp_seconds",
        "glance_exporter_web_certificate_expiry_timestamp_seconds", "glance_poll_optional_failures_total", "ALERTS",
    ]

    /// Names of other exporters, and figures of the system that say nothing about this one.
    private static let notShown: Set<String> = [
        "openstack_glance_images", "openstack_glance_image_bytes", "openstack_glance_image_created_at",
        "openstack_glance_up", "process_virtual_memory_bytes", "process_virtual_memory_max_bytes",
    ]

    @Test func eachSelectorFollowsTheVariables() throws {
        for use in try Use.ofDashboards() where !use.place.contains("variable") {
            let selectors = Expression(use.expression).selectors
            #expect(!selectors.isEmpty, "\(use.place)")
            for selector in selectors {
                let followed = selector.matchers.filter { $0.condition == #"=~"$\#($0.label)""# }.map(\.label)
                let isOfProgram = PromisedSeries.programNames.contains(selector.name)
                let isOfNoCloud = isOfProgram || selector.name == "ALERTS" && use.place.contains("exporter.json")
                let wanted = ["job", "instance"] + (isOfNoCloud ? [] : ["cloud"])
                #expect(followed == wanted, "\(use.place): \(selector.name)")
            }
        }
    }

    /// A counter's own value says nothing: it is shown as a rate, over a window that follows the scrape interval, or
    /// over the whole time shown.
    @Test func countersStandUnderRateOnly() throws {
        for use in try Use.ofDashboards() {
            for selector in Expression(use.expression).selectors {
                let isRated = ["rate", "increase"].contains(selector.function)
                #expect(PromisedSeries.counters.contains(selector.name) == isRated, "\(use.place): \(selector.name)")
                let isFitting = [nil, "$__rate_interval", "$__range"].contains(selector.window)
                #expect(isFitting, "\(use.place): \(selector.name)[\(selector.window ?? "")]")
            }
        }
    }

    /// `process_*` is every program's.
    @Test func figuresOfProcessesAreTheExporters() throws {
        for use in try Use.ofDashboards() where use.expression.contains("process_") {
            #expect(use.expression.contains("and on (job, instance) glance_exporter_build_info{"), "\(use.place)")
        }
    }

    @Test func aPanelThatMayBeEmptySaysWhy() throws {
        var met: Set<String> = []
        for file in Dashboard.files {
            for panel in try Dashboard.read(file).shown {
                let names = (panel.targets ?? []).flatMap { Expression($0.expr).selectors.map(\.name) }
                guard names.contains(where: { Self.optIn.contains($0) || $0.hasPrefix("process_") }) else { continue }
                met.formUnion(names)
                let text = panel.fieldConfig?.defaults.noValue ?? ""
                #expect(!text.isEmpty, "\(file), panel \"\(panel.title)\"")
            }
        }
        #expect(Self.optIn.subtracting(met) == [])
    }

    @Test func everyFamilyIsShown() throws {
        let asked = Set(try Use.ofDashboards().flatMap { Expression($0.expression).selectors.map(\.name) })
        let families = PromisedSeries.ofClouds + PromisedSeries.ofProgram
        let missing = families.filter { family in
            ![family.name, family.name + "_bucket"].contains { asked.contains($0) }
        }
        #expect(Set(missing.map(\.name)) == Self.notShown)
    }
}
