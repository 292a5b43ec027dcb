package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A path, worded for a request to a firewall team.
 *
 * @param from the source address on the wire, or "this host"
 * @param to every destination as {@code address (name)}
 * @param traffic {@code TCP port 443}
 * @param host the name of the first destination
 * @param own whether it ends at the host where it begins: no firewall can be on it
 */
public record PathText(
    String from,
    String to,
    String traffic,
    String host,
    String protocol,
    boolean proxied,
    boolean own) {

  /** For failures with the same source, protocol and port. */
  static PathText of(List<Failure> failures) {
    Failure first = failures.get(0);
    Route route = first.at().route();
    // If the proxy was not reached, the path ends at the proxy.
    boolean proxied = route instanceof Route.ViaProxy;
    boolean dialling = first.fault().phase() == Phase.CONNECT;
    Port port = proxied && dialling ? route.dialled().target().port() : route.target().port();
    return new PathText(
        source(first.at()),
        failures.stream()
            .map(failure -> dialling ? dialled(failure.at()) : destination(failure.at()))
            .distinct()
            .collect(Collectors.joining(", ")),
        traffic(port),
        route.target().host(),
        first.at().protocol(),
        proxied,
        failures.stream().allMatch(PathText::own));
  }

  /**
   * Whether the path ends at the host where it begins. In a demonstration, a stand-in of this host
   * plays another host.
   */
  static boolean own(Failure failure) {
    boolean toProxy =
        failure.at().route() instanceof Route.ViaProxy && failure.fault().phase() == Phase.CONNECT;
    return own(failure.at()) || (toProxy && stays(failure.at()));
  }

  /** As above, for a connection that reached the destination. */
  public static boolean own(Finding finding) {
    return finding.route() instanceof Route.Direct && stays(finding);
  }

  private static boolean stays(Finding finding) {
    InetAddress address = finding.route().dialled().address();
    return !finding.attempts().isEmpty()
        && (address.isLoopbackAddress()
            || finding.attempts().stream().allMatch(attempt -> attempt.stays(address)));
  }

  @Override
  public String toString() {
    return from + " to " + to + ", " + traffic;
  }

  /** {@code 198.18.1.5 (dc1.uni.edu)}, or the name alone behind a proxy. */
  public static String destination(Finding finding) {
    return finding.route() instanceof Route.ViaProxy via
        ? via.target().host()
            + " through the proxy "
            + named(via.dialled())
            + " port "
            + via.dialled().target().port().number()
        : dialled(finding);
  }

  public static String source(Finding finding) {
    return finding.attempts().stream()
        .filter(attempt -> !attempt.fromLoopback())
        .map(Attempt::source)
        .filter(source -> !source.isEmpty())
        .findFirst()
        .orElse("this host");
  }

  public static String traffic(Port port) {
    return port.transport().name().toUpperCase(Locale.ROOT) + " port " + port.number();
  }

  private static String dialled(Finding finding) {
    return named(finding.route().dialled());
  }

  private static String named(Endpoint endpoint) {
    String host = endpoint.target().host();
    String address = endpoint.address().getHostAddress();
    return endpoint.byAddress() ? host : address + " (" + host + ")";
  }
}
