import Foundation
import NIOCore
import NIOHTTP1
import RealtimeCore
import RealtimeProtocol
import Wedding

/// `POST /api/broadcast/:topic/events/:event`, and `POST /api/broadcast` for several at once.
extension HTTPHandler {
    func post(_ request: HTTPRequest, _ path: String, _ context: ChannelHandlerContext) {
        let address = context.remoteAddress?.ipAddress ?? "local"
        verify(request.bearer ?? request.apiKey, address, context) { [hub] token, _, context in
            guard let subscriber = hub.host.ask({ $0.subscriber(token.principal) }),
                let posts = Self.posts(request, path),
                posts.count <= hub.host.settings.postMessagesMax
            else {
                return self.refuse(
                    context, .unprocessableEntity, "The body is malformed.", after: .zero)
            }
            for (topic, body) in posts {
                let isOurs = body.event.hasPrefix(WireName.prefix)
                guard !isOurs, hub.channels.mayRead(topic, subscriber),
                    hub.channels.mayWrite(topic, subscriber)
                else {
                    return self.refuse(
                        context, .forbidden, "This token cannot write to that topic.")
                }
            }
            let purse = hub.registry.purse(of: subscriber, device: token.deviceName)
            guard !hub.gate.isRevoked(token), purse.isOpen, hub.postAllowance.spendOne() else {
                return self.refuse(context, .tooManyRequests, "Too many messages. Slow down.")
            }
            for (topic, body) in posts {
                guard let room = hub.channels.rooms[topic] else { continue }
                hub.channels.say(body, in: room, by: nil, paying: purse)
            }
            self.respond(context, .accepted, "application/json", "{}")
        }
    }

    private static func posts(
        _ request: HTTPRequest, _ path: String
    ) -> [(topic: String, body: BroadcastPayload)]? {
        // It goes on as text, and a reader takes no other.
        guard String(validating: request.body, as: UTF8.self) != nil else { return nil }
        let parts = path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        if parts.count == 5, parts[3] == "events" {
            guard JSONText.isObject(request.body) else { return nil }
            return [(full(parts[2]), BroadcastPayload(event: parts[4], payload: request.body))]
        }
        guard parts.count == 2, let list = JSONText.member("messages", of: request.body) else {
            return nil
        }
        var posts: [(String, BroadcastPayload)] = []
        for message in JSONText.elements(of: list) ?? [] {
            struct Named: Decodable { let topic, event: String }
            guard let named = try? JSONText.decode(Named.self, from: message),
                let payload = JSONText.member("payload", of: message)
            else { return nil }
            posts.append(
                (full(named.topic), BroadcastPayload(event: named.event, payload: payload)))
        }
        return posts.isEmpty ? nil : posts
    }

    private static func full(_ topic: String) -> String {
        topic.hasPrefix(WireTopic.prefix) ? topic : WireTopic.prefix + topic
    }
}
