package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Owner;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A name server at a loopback address that answered without the name, such as systemd-resolved at
 * 127.0.0.53. It belongs to this host, so that no DNS team can change it. Which name servers it
 * asked does not show; they are not asked in its place, as it may keep the names of one network for
 * that network's own servers.
 */
final class OwnResolver {
  private OwnResolver() {}

  /** Who must act, and how. */
  record Task(Owner owner, String advice) {}

  /**
   * What to do if only name servers of this host failed; empty if others were asked, too, or none
   * gave an answer.
   */
  static Optional<Task> alone(NameEvidence name, Fault fault, OpenServers open) {
    return fault.clue().isEmpty()
            && fault.kind() == FaultKind.NAME_SERVER_FAILED
            && name.servers().stream().allMatch(ServerAnswer::fromThisHost)
        ? of(name, open)
        : Optional.empty();
  }

  /** What to do about those of this host that gave an answer without the name. */
  static Optional<Task> of(NameEvidence name, OpenServers open) {
    return name.servers().stream()
        .filter(ServerAnswer::fromThisHost)
        .flatMap(answer -> of(name.host(), answer, open.resolve(answer)).stream())
        .findFirst();
  }

  /** The same name with the answers of other hosts' name servers. */
  static NameEvidence others(NameEvidence name) {
    List<ServerAnswer> others =
        name.servers().stream().filter(answer -> !answer.fromThisHost()).toList();
    return new NameEvidence(
        name.host(), name.addresses(), name.took(), name.fault(), others, name.concerns());
  }

  private static Optional<Task> of(String host, ServerAnswer answer, boolean resolves) {
    String self = "this host's own resolver (" + answer.server() + ")";
    return switch (answer.status()) {
      case REFUSED -> Optional.of(refused(host, self));
      case SERVFAIL ->
          Optional.of(
              resolves
                  ? new Task(
                      Owner.DNS,
                      "Ask the DNS team why "
                          + host
                          + " cannot be resolved (SERVFAIL): mostly the name servers of that zone"
                          + " do not answer. It was asked through "
                          + self
                          + ", which resolves other names; for systemd-resolved, \"resolvectl"
                          + " status\" lists the name servers behind it.")
                  : look(
                      self,
                      "it fails for "
                          + host
                          + " (SERVFAIL), and no other name of this run was resolved through it"));
      case BOGUS ->
          Optional.of(
              look(
                  self,
                  "its check of DNSSEC rejects the answer for "
                      + host
                      + ". If other signed names fail too, look at this host's clock, and whether"
                      + " the name servers that it asks pass signatures on; else the signatures"
                      + " of that zone are wrong"));
      case NO_RECURSION, BROKEN, TCP_BLOCKED, TCP_FAILED, REJECTED ->
          Optional.of(look(self, "it gives no usable answer for " + host));
      case ANSWERED, NO_DATA, NXDOMAIN, FILTERED, SILENT, NOT_LISTENING, NOT_SENT, NOT_ASKED ->
          Optional.empty();
    };
  }

  /** By default systemd-resolved asks no name server for such names (resolved.conf(5)). */
  private static Task refused(String host, String self) {
    String plain = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (plain.indexOf('.') < 0) {
      return new Task(
          Owner.SITE_FILE,
          "Write the full name of "
              + host
              + ", with its domain, in the site file: "
              + self
              + " does not look up a name without a domain. If programs need the short name, give"
              + " this host the search domain.");
    }
    if (plain.endsWith(".local")) {
      return new Task(
          Owner.THIS_HOST,
          "Give "
              + self
              + " the domain of "
              + host
              + " as a search or routing domain (for systemd-resolved: Domains= in"
              + " /etc/systemd/resolved.conf): without it, names below .local are for multicast"
              + " DNS alone (RFC 6762), and no name server is asked.");
    }
    return look(self, "it refuses to look up " + host);
  }

  private static Task look(String self, String what) {
    return new Task(
        Owner.THIS_HOST,
        "Look at "
            + self
            + ": "
            + what
            + ". For systemd-resolved, \"resolvectl query\" with the name says why, and"
            + " \"resolvectl status\" lists the name servers behind it. If those fail as well, ask"
            + " the DNS team.");
  }
}
