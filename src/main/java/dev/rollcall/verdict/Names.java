package dev.rollcall.verdict;

import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.NameEvidence.ServerAnswer;
import dev.rollcall.model.Rule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the evidence on names is worth a warning for. */
final class Names {
  private Names() {}

  static List<String> warnings(Rule rule, List<NameEvidence> names) {
    List<String> warnings = new ArrayList<>();
    for (NameEvidence name : names) {
      if (rule.external()) {
        name.addresses().stream()
            .filter(Names::isPrivate)
            .forEach(
                address ->
                    warnings.add(
                        "the external name "
                            + name.host()
                            + " is answered with the private address "
                            + address.getHostAddress()));
      }
      disagreement(rule, name).ifPresent(warnings::add);
    }
    return warnings;
  }

  private static Optional<String> disagreement(Rule rule, NameEvidence name) {
    List<ServerAnswer> answers =
        name.servers().stream()
            .filter(answer -> answer.status() != NameEvidence.Status.SILENT)
            .toList();
    Set<String> told =
        answers.stream()
            .map(
                answer ->
                    answer.status() != NameEvidence.Status.ANSWERED
                        ? answer.status().name()
                        : rule.rotating()
                            ? "an answer"
                            : String.join(", ", new TreeSet<>(answer.records())))
            .collect(Collectors.toCollection(TreeSet::new));
    if (told.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        "the name servers disagree on "
            + name.host()
            + ": "
            + answers.stream()
                .map(
                    answer ->
                        answer.server()
                            + " says "
                            + (answer.records().isEmpty()
                                ? answer.status().name()
                                : String.join(", ", answer.records())))
                .collect(Collectors.joining("; ")));
  }

  /**
   * Addresses that the internet does not route: RFC 1918, loopback, link-local, shared address
   * space (RFC 6598), unique local (RFC 4193).
   */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || shared
        || uniqueLocal;
  }
}
