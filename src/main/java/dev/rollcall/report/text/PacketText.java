package dev.rollcall.report.text;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Transport;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a firewall's log can be searched for: which packets an attempt sent, and when. */
public final class PacketText {
  private PacketText() {}

  /** A line for each flow of the failed attempts, and what was found about their path. */
  public static List<String> ofFailures(Finding finding) {
    List<String> lines = new ArrayList<>();
    for (Attempt attempt : finding.attempts()) {
      if (attempt.outcome() instanceof Outcome.Failed) {
        lines.addAll(of(attempt));
      }
    }
    return lines;
  }

  /**
   * A line for each flow, one for all requests that searched the path, and what that found; one for
   * all connections that were left idle.
   */
  public static List<String> of(Attempt attempt) {
    if (attempt.fault().filter(Fault::leftNothing).isPresent()) {
      return List.of("packets: none left this host");
    }
    List<String> lines = new ArrayList<>();
    Map<Transport, List<Flow>> search = new EnumMap<>(Transport.class);
    List<Flow> idle = new ArrayList<>();
    for (Flow flow : attempt.flows()) {
      switch (flow.purpose()) {
        case PATH -> search.computeIfAbsent(flow.transport(), any -> new ArrayList<>()).add(flow);
        case IDLE -> idle.add(flow);
        case QUESTION, OTHER_SOURCE_PORT, SECOND_LOOK, OTHER_PORT ->
            lines.add("packets: " + line(flow));
      }
    }
    attempt
        .path()
        .map(PathTrace::sentence)
        .filter(sentence -> !sentence.isEmpty())
        .ifPresent(sentence -> lines.add(Printable.line("path: " + sentence)));
    search.forEach(
        (transport, flows) -> lines.add("path search: " + requests(flows, unit(transport))));
    if (!idle.isEmpty()) {
      lines.add("left idle: " + all(idle, "connection"));
    }
    return lines;
  }

  /**
   * Those that left: a search sees only part of its requests refused if routes change meanwhile.
   */
  private static String requests(List<Flow> search, String unit) {
    List<Flow> left = search.stream().filter(Flow::wasSent).toList();
    return left.isEmpty() ? "no packet left this host" : all(left, unit);
  }

  private static String unit(Transport transport) {
    return transport == Transport.TCP ? "connection request" : "datagram";
  }

  /**
   * {@code from 10.1.2.3:50122 to 198.18.1.20:445/tcp, 3 connection requests, 2026-11-22
   * 18:20:05.123 to 18:20:10.125 UTC}.
   */
  public static String line(Flow flow) {
    if (!flow.wasSent()) {
      return Printable.line(
          "none left this host to " + destination(flow) + ", " + Times.exact(flow.start()));
    }
    String unit = unit(flow.transport());
    return Printable.line(
        tuple(flow)
            + flow.sent().map(count -> ", " + Counted.of(count, unit)).orElse("")
            + switch (flow.purpose()) {
              case QUESTION, PATH, IDLE -> "";
              case OTHER_SOURCE_PORT -> ", to compare another source port";
              case SECOND_LOOK -> ", a further look";
              case OTHER_PORT -> ", to compare another port";
            }
            + ", "
            + time(flow)
            + flow.icmp().stream()
                .map(IcmpAnswer::text)
                .map(t -> "; " + t)
                .collect(Collectors.joining()));
  }

  /** Of one packet the moment at which it was sent: the end is only that of the wait. */
  private static String time(Flow flow) {
    return flow.sent().filter(count -> count == 1).isPresent()
        ? Times.exact(flow.start())
        : Times.span(flow.start(), flow.end());
  }

  /** {@code from 10.1.2.3:50122 to 198.18.1.20:445/tcp}. */
  public static String tuple(Flow flow) {
    return Printable.line(
        "from "
            + host(flow.source())
            + (flow.sourcePort() == 0 ? "" : ":" + flow.sourcePort())
            + " to "
            + destination(flow));
  }

  private static String destination(Flow flow) {
    return host(flow.destination()) + ":" + flow.destinationPort() + "/" + flow.transport().word();
  }

  /** {@code 15 connection requests to 198.18.1.20 from ports 50122, 50123, …}, in one line. */
  private static String all(List<Flow> search, String unit) {
    Flow first = search.get(0);
    Instant end = search.stream().map(Flow::end).max(Comparator.naturalOrder()).orElse(first.end());
    List<String> ports =
        search.stream()
            .map(Flow::sourcePort)
            .filter(port -> port > 0)
            .sorted()
            .distinct()
            .map(String::valueOf)
            .toList();
    String from = ports.size() == 1 ? " from port " : " from ports ";
    return Printable.line(
        Counted.of(search.size(), unit)
            + " to "
            + host(first.destination())
            + (ports.isEmpty() ? "" : from + String.join(", ", ports))
            + ", "
            + Times.span(first.start(), end));
  }

  private static String host(String literal) {
    return literal.indexOf(':') < 0 ? literal : "[" + literal.replaceFirst("%.*", "") + "]";
  }
}
