package dev.rollcall.report.cause;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The causes that a rule may fail with, in the order of a probe's steps: name, path, connection,
 * TLS, answer.
 *
 * @param transport of the rule's port
 * @param named whether the destination is a name, which must be resolved
 * @param external whether the destination is not the site's own
 * @param tls whether the protocol checks a certificate
 * @param web whether a web filter may answer
 * @param owner who has to act on a kind if nothing more is known of the fault
 */
public record PossibleCauses(
    Transport transport,
    boolean named,
    boolean external,
    boolean tls,
    boolean web,
    Function<FaultKind, Owner> owner) {
  /** The kinds, without those of a run with special options, and without defects of Rollcall. */
  public List<FaultKind> kinds() {
    List<FaultKind> kinds = new ArrayList<>();
    if (named) {
      kinds.addAll(List.of(FaultKind.NAME_NOT_FOUND, FaultKind.NAME_SERVER_FAILED));
    }
    kinds.addAll(List.of(FaultKind.NO_ROUTE, FaultKind.UNREACHABLE));
    if (transport == Transport.TCP) {
      kinds.add(FaultKind.DROPPED);
    }
    kinds.addAll(List.of(FaultKind.REJECTED, FaultKind.REFUSED));
    if (transport == Transport.TCP) {
      kinds.addAll(List.of(FaultKind.RESET, FaultKind.CLOSED));
    }
    kinds.add(FaultKind.TIMED_OUT);
    if (tls) {
      kinds.addAll(List.of(FaultKind.TLS_FAILED, FaultKind.UNTRUSTED));
      if (external) {
        kinds.add(FaultKind.INTERCEPTED);
      }
      kinds.addAll(List.of(FaultKind.WRONG_NAME, FaultKind.EXPIRED));
    }
    if (web) {
      kinds.add(FaultKind.BLOCK_PAGE);
    }
    kinds.addAll(List.of(FaultKind.UNEXPECTED, FaultKind.MALFORMED, FaultKind.DENIED));
    return kinds;
  }

  /** A sentence for each meaning: {@code DROPPED: no answer … (firewall team)}. */
  public List<String> sentences() {
    Map<String, String> words = new LinkedHashMap<>();
    for (FaultKind kind : kinds()) {
      CauseText text = CauseText.of(kind);
      words.merge(
          meaning(text) + " (" + acts(kind, text) + ")",
          kind.name(),
          (one, other) -> one + ", " + other);
    }
    return words.entrySet().stream().map(one -> one.getValue() + ": " + one.getKey()).toList();
  }

  /**
   * The owner, then the others that the cause may be of; a server here is the owner's or no one's.
   */
  private String acts(FaultKind kind, CauseText text) {
    String first = owner.apply(kind).title();
    return Stream.concat(
            Stream.of(first),
            Arrays.stream(text.acts().split(",? or ", -1))
                .filter(other -> !other.equals(first) && !other.endsWith("server")))
        .collect(Collectors.joining(", or "));
  }

  /** Of TIMED_OUT, what is true of the transport. */
  private String meaning(CauseText text) {
    if (!text.equals(CauseText.of(FaultKind.TIMED_OUT))) {
      return text.meaning();
    }
    return transport == Transport.TCP ? "connected, then silence" : "no answer";
  }
}
