package dev.rollcall.protocol.http;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.protocol.http.PersistenceSettings.Mode;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A balancer with servers behind it, and the settings with which it is asked. */
final class Farm {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private Mode mode = Mode.SOURCE;
  private String path = "/";
  private Optional<String> balancerCookie = Optional.empty();
  private Optional<String> header = Optional.empty();
  private Optional<String> cookie = Optional.empty();
  private boolean certificate;
  private Optional<String> body = Optional.empty();
  private List<String> servers = List.of("a1.uni.edu 10.1.2.3", "a2.uni.edu 10.1.2.4");
  private List<String> values = List.of();

  /** Gives the answer to a request. */
  @FunctionalInterface
  interface Balancer {
    /**
     * Answers once.
     *
     * @param number counts the connections, from 0
     * @param request its head
     */
    String answer(int number, String request) throws IOException;
  }

  Farm cookies() {
    mode = Mode.COOKIE;
    return this;
  }

  Farm balancerCookie(String name) {
    balancerCookie = Optional.of(name);
    return this;
  }

  Farm header(String name) {
    header = Optional.of(name);
    return this;
  }

  Farm cookie(String name) {
    cookie = Optional.of(name);
    return this;
  }

  Farm certificate() {
    certificate = true;
    return this;
  }

  Farm body(String template) {
    body = Optional.of(template);
    return this;
  }

  Farm servers(String... aliases) {
    servers = List.of(aliases);
    return this;
  }

  Farm values(String... texts) {
    values = List.of(texts);
    return this;
  }

  Farm path(String text) {
    path = text;
    return this;
  }

  PersistenceSettings build() {
    return new PersistenceSettings(
        path, 8, mode, balancerCookie, header, cookie, certificate, body, servers, values);
  }

  /** The requests of the last attempt, in order. */
  List<String> requests() {
    return requests;
  }

  Attempt ask(Balancer balancer) throws IOException {
    AtomicInteger count = new AtomicInteger();
    try (Peer peer =
        Peer.servingTls(TestAuthority.peer().context(), socket -> serve(socket, count, balancer))) {
      return Prober.attempt(
          new PersistenceProtocol(),
          build(),
          Probes.session(
              Probes.route(peer.address(), Transport.TCP), Web.TIMEOUT, Probes.policy()));
    }
  }

  private void serve(Socket socket, AtomicInteger count, Balancer balancer) throws IOException {
    int number = count.getAndIncrement();
    String request = Web.request(socket);
    requests.add(request);
    Web.send(socket, balancer.answer(number, request));
    Peer.closeInOrder(socket);
  }
}
