package dev.rollcall.protocol.http;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.certificate.TlsPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A web server of few words: gives every request the same bytes, and keeps the requests. */
public final class Web implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<String> requests;
  private final Peer peer;

  private Web(List<String> requests, Peer peer) {
    this.requests = requests;
    this.peer = peer;
  }

  /** A proxy that does what the client asks. */
  static Web of(Peer.Service service) throws IOException {
    return new Web(List.of(), Peer.serving(service));
  }

  static Web plain(String answer) throws IOException {
    List<String> requests = new CopyOnWriteArrayList<>();
    return new Web(requests, Peer.serving(socket -> serve(socket, requests, answer)));
  }

  static Web secured(String answer, SSLContext context) throws IOException {
    List<String> requests = new CopyOnWriteArrayList<>();
    return new Web(requests, Peer.servingTls(context, socket -> serve(socket, requests, answer)));
  }

  static Web secured(String answer) throws IOException {
    return secured(answer, TestAuthority.peer().context());
  }

  /** A head and a body with its length; lines of the head parted by a bar. */
  public static String answer(String head, String body) {
    return "HTTP/1.1 "
        + head.replace("|", "\r\n")
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  static String request(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed within the request");
      }
      text.append((char) next);
    }
    return text.toString();
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static void serve(Socket socket, List<String> requests, String answer)
      throws IOException {
    requests.add(request(socket));
    send(socket, answer);
    Peer.closeInOrder(socket);
  }

  Peer peer() {
    return peer;
  }

  /** The only request. */
  String asked() {
    if (requests.size() != 1) {
      throw new AssertionError("one request expected: " + requests);
    }
    return requests.get(0);
  }

  Attempt http(Settings settings) {
    return ask(HttpProtocol.PLAIN, settings, Probes.policy());
  }

  /** As an external destination. */
  Attempt httpOutside(Settings settings) {
    return ask(HttpProtocol.PLAIN, settings, external(Anchor.SITE_PUBLIC));
  }

  Attempt https(Settings settings) {
    return https(settings, Probes.policy());
  }

  Attempt https(Settings settings, TlsPolicy policy) {
    return ask(HttpProtocol.TLS, settings, policy);
  }

  private Attempt ask(Protocol<HttpSettings> protocol, Settings settings, TlsPolicy policy) {
    return Prober.attempt(
        protocol,
        settings.build(),
        Probes.session(Probes.route(peer.address(), Transport.TCP), TIMEOUT, policy));
  }

  /** With this server as the proxy, and a target whose name does not resolve. */
  Attempt relayed(Protocol<HttpSettings> protocol, Settings settings, String host, int port) {
    return relayed(protocol, settings, host, port, Probes.policy());
  }

  Attempt relayed(
      Protocol<HttpSettings> protocol, Settings settings, String host, int port, TlsPolicy policy) {
    Target proxy = new Target("proxy.rollcall.test", Port.tcp(peer.address().getPort()));
    Route route =
        new Route.ViaProxy(
            new Target(host, Port.tcp(port)), new Endpoint(proxy, peer.address().getAddress()));
    return Prober.attempt(protocol, settings.build(), Probes.session(route, TIMEOUT, policy));
  }

  /** External, with the test root as that kind of anchor. */
  static TlsPolicy external(Anchor anchor) {
    return new TlsPolicy(
        CertificatePolicy.VERIFY, true, TestAuthority.shared().roots(anchor), Instant.now());
  }

  @Override
  public void close() {
    peer.close();
  }
}
