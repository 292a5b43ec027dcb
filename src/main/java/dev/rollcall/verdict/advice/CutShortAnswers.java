package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.rule.Owner;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers that are too long for UDP, from name servers that do not give them over TCP. */
public final class CutShortAnswers {
  private CutShortAnswers() {}

  /** The problems of a name that was found: these name servers gave only a part of its answer. */
  public static List<Problem> of(NameEvidence name) {
    Optional<Problem> blocked =
        NameAdvice.servers(name, Status.TCP_BLOCKED::equals)
            .map(
                servers ->
                    problem(
                        name,
                        servers,
                        "a connection to TCP port 53 gets no answer",
                        Owner.FIREWALL,
                        allow(servers)));
    Optional<Problem> failed =
        NameAdvice.servers(name, Status.TCP_FAILED::equals)
            .map(
                servers ->
                    problem(
                        name,
                        servers,
                        "TCP port 53 refuses the connection or gives no answer on it",
                        Owner.DNS,
                        serve(servers)));
    return Stream.of(blocked, failed).flatMap(Optional::stream).toList();
  }

  private static Problem problem(
      NameEvidence name, String servers, String how, Owner owner, String advice) {
    String text =
        "over UDP, the answer for "
            + name.host()
            + " from "
            + servers
            + " is cut short, and "
            + how;
    return new Problem(text, owner, advice, Optional.empty());
  }

  static String allow(String servers) {
    return "Ask the firewall team to allow 53/tcp from this host to its name servers ("
        + servers
        + "): a long answer needs TCP (RFC 7766).";
  }

  static String serve(String servers) {
    return "Ask the DNS team to let its service answer on 53/tcp too, on "
        + servers
        + ": a long answer needs TCP (RFC 7766); if it does, ask the firewall team what refuses"
        + " 53/tcp from this host.";
  }
}
