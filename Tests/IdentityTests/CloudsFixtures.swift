import Foundation
import HTTPClient
import Identity

/// Fixtures of clouds.yaml, and sources that see nothing else of the machine.
enum CloudsFixtures {
    static let home = "/home/alice"
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/clouds").path

    /// Finds the files of one fixture's directory, and those that the environment names.
    static func source(in fixture: String, environment: [String: String] = [:]) -> CloudsSource {
        CloudsSource(
            environment: environment, home: home, workingDirectory: "\(directory)/\(fixture)", systemDirectories: [])
    }

    /// Reads one file of `Fixtures/clouds`.
    static func source(file: String, environment: [String: String] = [:]) -> CloudsSource {
        CloudsSource(
            environment: environment, home: home, workingDirectory: "\(directory)/nowhere", systemDirectories: [],
            clientConfig: "\(directory)/\(file)")
    }

    /// Sees the variables alone.
    static func source(environment: [String: String]) -> CloudsSource {
        source(in: "nowhere", environment: environment)
    }

    /// The description of the error that a call ends with, paths below the fixtures shortened.
    static func failure(_ body: () throws -> [Cloud]) -> String {
        do {
            return "no error, but \(try body().count) clouds"
        } catch {
            return "\(error)".replacing(directory + "/", with: "")
        }
    }
}

extension Cloud {
    /// The login in the words of clouds.yaml, secrets shown.
    var written: [String: String] {
        var result = authURL.map { ["auth_url": $0] } ?? [:]
        switch authentication {
        case .none: break
        case .password(let user, let password, let project):
            result["password"] = password.reveal()
            result.merge(Self.written(user, "user", name: "username")) { $1 }
            result.merge(Self.written(project, "project", name: "project_name")) { $1 }
        case .token(let token, let project):
            result["token"] = token.reveal()
            if let project { result.merge(Self.written(project, "project", name: "project_name")) { $1 } }
        case .accessKey(.given(let key), _, let project):
            result["access_key"] = key.id
            result["secret_key"] = key.secret.reveal()
            result["security_token"] = key.securityToken?.reveal()
            result.merge(Self.written(project, "project", name: "project_name")) { $1 }
        case .accessKey(.metadata(let url), _, let project):
            result["metadata_url"] = url
            result.merge(Self.written(project, "project", name: "project_name")) { $1 }
        case .agency(let agency, let base, let project):
            var own = self
            own.authentication = base
            result = own.written
            result["agency_name"] = agency.name
            result["agency_domain_name"] = agency.domainName
            result.merge(Self.written(project, "project", name: "project_name")) { $1 }
        case .applicationCredential(let id, let secret):
            result["application_credential_id"] = id
            result["application_credential_secret"] = secret.reveal()
        case .applicationCredentialByName(let name, let user, let secret):
            result["application_credential_name"] = name
            result["application_credential_secret"] = secret.reveal()
            result.merge(Self.written(user, "user", name: "username")) { $1 }
        }
        return result
    }

    private static func written(_ reference: ScopedReference, _ owner: String, name key: String) -> [String: String] {
        switch reference {
        case .id(let id): ["\(owner)_id": id]
        case .name(let name, domain: .id(let domain)?): [key: name, "\(owner)_domain_id": domain]
        case .name(let name, domain: .name(let domain)?): [key: name, "\(owner)_domain_name": domain]
        case .name(let name, domain: nil): [key: name]
        }
    }
}
