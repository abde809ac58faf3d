import ArgumentParser
import Foundation
import Interchange
import Wedding

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Play a whole wedding day.")
    @Option var wedding = "Samples/alder-mill/wedding.toml"
    @Option var day = "Samples/alder-mill/day.csv"
    func run() throws {
        do {
        try PlainDemo(day: DemoDay(wedding: wedding, day: day), speed: nil, from: nil).run()
        } catch let e as FileProblems { print(e); throw ExitCode(1) }
    }
}
