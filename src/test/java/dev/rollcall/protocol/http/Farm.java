package dev.rollcall.protocol.http;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.protocol.http.persistence.PersistenceProtocol;
import dev.rollcall.protocol.http.persistence.PersistenceSettings;
import dev.rollcall.protocol.http.persistence.PersistenceSettings.Mode;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A balancer with servers behind it, and the settings with which it is asked. */
public final class Farm {
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
  private Duration timeout = Duration.ofSeconds(30);

  /** Gives the answer to a request. */
  @FunctionalInterface
  public interface Balancer {
    /**
     * Answers once.
     *
     * @param number counts the connections, from 0
     * @param request its head
     */
    String answer(int number, String request) throws IOException;
  }

  public Farm cookies() {
    mode = Mode.COOKIE;
    return this;
  }

  public Farm balancerCookie(String name) {
    balancerCookie = Optional.of(name);
    return this;
  }

  public Farm header(String name) {
    header = Optional.of(name);
    return this;
  }

  public Farm cookie(String name) {
    cookie = Optional.of(name);
    return this;
  }

  public Farm certificate() {
    certificate = true;
    return this;
  }

  public Farm body(String template) {
    body = Optional.of(template);
    return this;
  }

  public Farm within(Duration time) {
    timeout = time;
    return this;
  }

  public Farm servers(String... aliases) {
    servers = List.of(aliases);
    return this;
  }

  public Farm values(String... texts) {
    values = List.of(texts);
    return this;
  }

  public Farm path(String text) {
    path = text;
    return this;
  }

  public PersistenceSettings build() {
    return new PersistenceSettings(
        path, 8, mode, balancerCookie, header, cookie, certificate, body, servers, values);
  }

  /** The requests of the last attempt, in order. */
  public List<String> requests() {
    return requests;
  }

  public Attempt ask(Balancer balancer) throws IOException {
    AtomicInteger count = new AtomicInteger();
    try (Peer peer =
        Peer.servingTls(TestAuthority.peer().context(), socket -> serve(socket, count, balancer))) {
      return Prober.attempt(
          new PersistenceProtocol(),
          build(),
          Probes.session(Probes.route(peer.address(), Transport.TCP), timeout, Probes.policy()));
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
