import Console
import Terminal
import Testing

@Suite("Colours by depth")
struct ColorDepthTests {
    @Test(
        "a terminal's own colour stays its own, and bright black is never black",
        arguments: [
            (ColorDepth.direct, UInt8(1), ["31"]), (.direct, 8, ["38", "2", "127", "127", "127"]),
            (.direct, 196, ["38", "2", "255", "0", "8"]), (.palette, 8, ["38", "5", "8"]),
            (.sixteen, 8, ["90"]), (.eight, 9, ["31"]), (.none, 9, ["39"]),
        ])
    func indexed(depth: ColorDepth, index: UInt8, parameters: [String]) {
        #expect(depth.sequence(.index(index), base: 30) == parameters)
    }
}
