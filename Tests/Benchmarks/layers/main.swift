import Catalogue
import Exposition
import FoundationEssentials
import Glibc
import HTTPClient
import ImageAPI
import Metrics

// Measures the layers of a poll one by one; see `measure` beside this file.
//
//   LayerBenchmark layers URL ROUNDS         lines of JSON: one a round, of seconds and allocations by layer
//   LayerBenchmark decode|tally URL TIMES    reads the first page so many times, for a counter of instructions

let words = CommandLine.arguments
guard words.count == 4, let count = Int(words[3]), count > 0 else {
    print("usage: LayerBenchmark layers|decode|tally URL COUNT")
    exit(64)
}
let client = try HTTPClient()
let walk = LayerWalk(client.transport(TransportSettings()), url: words[2])
switch words[1] {
case "layers":
    for _ in 0..<count { print(try await LayerRound(walk).json) }
case "decode": try await walk.readFirstPage(count, into: NoImages())
case "tally":
    let catalogue = Catalogue()
    catalogue.beginPoll()
    try await walk.readFirstPage(count, into: catalogue.beginWalk())
default: exit(64)
}
await client.shutdown()
