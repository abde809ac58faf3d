import NIOCore

extension ChannelHandlerContext {
    /// Says why a link ends, so that it is heard: what its other side has said and nobody read
    /// would make the kernel reset the link, and lose what is under way. For a moment that is read
    /// and thrown away.
    func sayFarewell(_ code: UInt16, _ reason: String) {
        writeAndFlush(NIOAny(FrameWriter.close(code, reason)), promise: nil)
        close(mode: .output, promise: nil)
        _ = channel.setOption(.autoRead, value: true)
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: .seconds(1)) { bound.value.close(promise: nil) }
    }
}
