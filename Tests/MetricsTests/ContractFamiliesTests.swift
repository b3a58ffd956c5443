import Exposition
import Metrics
import Testing

/// The families against the published contract, copied out as text.
@Suite struct ContractFamiliesTests {
    private static let catalogue = """
        glance_images status,visibility
        glance_images_by_os_type os_type,status,visibility
        glance_images_by_platform platform,status,visibility
        glance_images_by_support flag,value,status,visibility
        glance_images_by_image_type image_type,status,visibility
        glance_images_by_disk_format disk_format,status,visibility
        glance_images_by_architecture architecture,status,visibility
        glance_images_by_protection protected,status,visibility
        glance_images_by_hidden hidden,status,visibility
        glance_images_by_member_status member_status
        glance_image_size_bytes status,visibility
        glance_images_without_size status,visibility
        glance_oldest_image_created_timestamp_seconds status,visibility
        glance_newest_image_created_timestamp_seconds status,visibility
        glance_oldest_image_updated_timestamp_seconds status,visibility
        glance_images_in_transition status,unchanged_for
        glance_image_status_transitions_total from,to counter
        glance_label_values_over_limit label
        glance_image_attribute_anomalies attribute
        glance_quota_images kind
        glance_quota_images_limit kind
        glance_quota_bytes kind
        glance_quota_bytes_limit kind
        glance_newest_image_build_timestamp_seconds platform,os_version,visibility
        glance_images_by_replace_frequency frequency,state
        glance_images_past_provided_until
        glance_next_provided_until_timestamp_seconds
        glance_images_with_failed_import
        glance_images_with_running_import
        glance_images_without_required_property property
        glance_images_by_owner project_id,project,status
        glance_image_size_bytes_by_owner project_id,project,status
        glance_stuck_image_updated_timestamp_seconds id,status
        openstack_glance_images
        openstack_glance_image_bytes id,name,tenant_id
        openstack_glance_image_created_at id,name,tenant_id,visibility,hidden,status
        """

    private static let polling = """
        glance_up
        glance_cloud_info region,project_id,dialect,auth_type,scope
        glance_polls_total - counter
        glance_poll_failures_total reason counter
        glance_poll_optional_failures_total part,reason counter
        glance_poll_duration_seconds
        glance_poll_pages
        glance_poll_received_bytes
        glance_last_poll_timestamp_seconds
        glance_last_successful_poll_timestamp_seconds
        glance_last_full_poll_timestamp_seconds
        glance_poll_requests_total operation,code counter
        glance_poll_request_duration_seconds operation histogram
        glance_token_expiry_timestamp_seconds
        glance_password_expiry_timestamp_seconds
        glance_endpoint_certificate_expiry_timestamp_seconds endpoint
        openstack_glance_up
        """

    private static let program = """
        glance_exporter_build_info version,revision,swift_version,libcurl_version
        glance_exporter_http_requests_total handler,code counter
        glance_exporter_http_requests_in_flight
        glance_exporter_config_last_reload_successful
        glance_exporter_config_last_reload_success_timestamp_seconds
        glance_exporter_web_certificate_expiry_timestamp_seconds
        process_cpu_seconds_total - counter
        process_open_fds
        process_max_fds
        process_virtual_memory_bytes
        process_virtual_memory_max_bytes
        process_resident_memory_bytes
        process_start_time_seconds
        """

    private func rows(_ families: [Family]) -> [[String]] {
        families.map { [$0.name, $0.labels.joined(separator: ","), $0.kind.rawValue] }
    }

    private func expected(_ table: String) -> [[String]] {
        table.split(separator: "\n").map { line in
            var words = line.split(separator: " ").map(String.init)
            if words.count == 1 { words.append("") }
            if words[1] == "-" { words[1] = "" }
            if words.count == 2 { words.append("gauge") }
            return words
        }
    }

    @Test func everyFamilyIsThereInTheContractsOrder() {
        #expect(rows(CatalogueFamilies.all.map(\.family)) == expected(Self.catalogue))
        #expect(rows(PollFamilies.all.map(\.family)) == expected(Self.polling))
        #expect(rows(ProgramFamilies.all.map(\.family)) == expected(Self.program))
    }

    @Test func catalogueFamiliesSayWhatTheyCountFrom() {
        for family in CatalogueFamilies.all {
            #expect(family.family.help.contains("last whole poll"), "\(family.family.name)")
        }
    }

    @Test func onlyWhatTheProgramIsStaysWithoutExporterMetrics() {
        let kept = ProgramFamilies.all.filter { !$0.isExporterMetric }.map(\.family.name)
        #expect(
            kept == [
                "glance_exporter_build_info", "glance_exporter_config_last_reload_successful",
                "glance_exporter_config_last_reload_success_timestamp_seconds",
                "glance_exporter_web_certificate_expiry_timestamp_seconds",
            ])
    }
}
