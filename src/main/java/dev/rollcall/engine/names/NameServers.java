package dev.rollcall.engine.names;

import dev.rollcall.model.NameEvidence.ServerAnswer;
import dev.rollcall.model.NameEvidence.Status;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks each name server by itself, so that they can be compared (RFC 1035, RFC 2308, RFC 2782). */
public final class NameServers {
  private final List<NameServer> servers;

  /**
   * Asks nothing yet.
   *
   * @param servers the name servers; empty for the system's
   * @param timeout for one query, the retry over TCP included
   */
  public NameServers(List<InetSocketAddress> servers, Duration timeout) {
    this.servers =
        (servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers)
            .stream().map(server -> new NameServer(server, timeout)).toList();
  }

  /** What every server says of the addresses of a name, IPv4 and IPv6 taken together. */
  public List<ServerAnswer> addresses(String host) {
    return ask(
        host,
        name ->
            server ->
                server
                    .ask(name, Type.A)
                    .thenCombine(server.ask(name, Type.AAAA), Answers::together));
  }

  /** What every server says of a service, records as {@code priority weight port target}. */
  public List<ServerAnswer> services(String service) {
    return ask(service, name -> server -> server.ask(name, Type.SRV));
  }

  private List<ServerAnswer> ask(
      String host, Function<Name, Function<NameServer, CompletableFuture<ServerAnswer>>> question) {
    Optional<Name> name = name(host);
    if (name.isEmpty()) {
      return servers.stream().map(server -> server.empty(Status.BROKEN)).toList();
    }
    List<CompletableFuture<ServerAnswer>> asked =
        servers.stream().map(question.apply(name.get())).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  /** Absolute: no search list. Empty if no question can be made of it. */
  private static Optional<Name> name(String host) {
    try {
      return Optional.of(Name.fromString(host, Name.root));
    } catch (TextParseException e) {
      return Optional.empty();
    }
  }
}
