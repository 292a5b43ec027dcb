package dev.rollcall.engine.names;

import dev.rollcall.engine.names.NameServers.Both;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Concerns about a name that has addresses: the lookup is slow. */
final class NameConcerns {
  private NameConcerns() {}

  /**
   * Decides.
   *
   * @param late from this time on a lookup counts as slow
   */
  static List<Concern> of(String host, SystemAnswer system, List<Both> answers, Duration late) {
    boolean slow = system.isOpen() || system.took().compareTo(late) >= 0;
    Optional<String> half = half(host, answers);
    if (!slow && half.isEmpty()) {
      return List.of();
    }
    String pace = slow ? "the system's resolver " + system.text() + " for " + host : "";
    String why = half.orElseGet(() -> why(host, answers));
    return List.of(
        new Concern(Concern.Kind.NAMES, slow ? pace + (why.isEmpty() ? "" : "; " + why) : why));
  }

  /**
   * A name server that answers for one address family only, so that every lookup waits for the
   * other.
   */
  private static Optional<String> half(String host, List<Both> answers) {
    for (Both answer : answers) {
      if (answer.unanswered().isPresent()) {
        String missing = answer.unanswered().get();
        return Optional.of(
            answer.four().server()
                + " answers the question for "
                + (missing.equals("A") ? "AAAA" : "A")
                + " of "
                + answer.asked().orElse(host)
                + " and drops the one for "
                + missing
                + ", so that every lookup waits for a timeout");
      }
    }
    return Optional.empty();
  }

  private static String why(String host, List<Both> answers) {
    String failing =
        answers.stream()
            .filter(answer -> isFailing(answer.together()))
            .map(answer -> answer.said(host))
            .collect(Collectors.joining("; "));
    if (!failing.isEmpty()) {
      return failing;
    }
    return answers.isEmpty()
        ? ""
        : "its name servers answer when asked directly: packets to them are lost, or this host asks"
            + " another source first (nsswitch.conf)";
  }

  private static boolean isFailing(ServerAnswer answer) {
    return answer.status() != Status.ANSWERED && !NameFaults.denies(answer);
  }
}
