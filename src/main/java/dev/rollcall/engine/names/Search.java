package dev.rollcall.engine.names;

import dev.rollcall.engine.names.NameServers.Both;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Asks one name server for the names of a search list, one after the other, and says which answer
 * counts.
 *
 * <p>It goes on as the C library does (res_search of glibc): after a denial and after SERVFAIL with
 * the next name, after another error with the name as it is. Where no answer comes, it ends, so
 * that a dead server is not waited for again.
 */
final class Search {
  private final NameServer server;
  private final List<Name> names;
  private final List<Both> answers = new ArrayList<>();
  private int next;

  /**
   * Asks nothing yet.
   *
   * @param names at least one; the last is the name as it is
   */
  Search(NameServer server, List<Name> names) {
    this.server = server;
    this.names = names;
  }

  /** Whether there is a question left. */
  boolean isOpen() {
    return next < names.size();
  }

  /** Asks the next question; the result waits for the answer. */
  Runnable ask() {
    Name name = names.get(next);
    CompletableFuture<ServerAnswer> four = server.ask(name, Type.A);
    CompletableFuture<ServerAnswer> six = server.ask(name, Type.AAAA);
    Optional<String> asked = names.size() == 1 ? Optional.empty() : Optional.of(text(name));
    return () -> add(new Both(asked, four.join(), six.join()));
  }

  private void add(Both answer) {
    answers.add(answer);
    next =
        switch (answer.together().status()) {
          case NXDOMAIN, NO_DATA, FILTERED, NO_RECURSION, SERVFAIL, BOGUS -> next + 1;
          case REFUSED, BROKEN -> Math.max(next + 1, names.size() - 1);
          case ANSWERED,
              TCP_BLOCKED,
              TCP_FAILED,
              SILENT,
              NOT_LISTENING,
              REJECTED,
              NOT_SENT,
              NOT_ASKED ->
              names.size();
        };
  }

  /**
   * The answer that counts: with an address; else the first that leaves open whether there is one;
   * else the first that says more than that the name does not exist.
   */
  Both result() {
    Both last = answers.get(answers.size() - 1);
    if (!last.together().records().isEmpty()) {
      return last;
    }
    return answers.stream()
        .filter(answer -> !NameFaults.denies(answer.together()) && !isTopLevelRefusal(answer))
        .findFirst()
        .or(() -> answers.stream().filter(Search::isSpecific).findFirst())
        .orElseGet(this::denied);
  }

  /**
   * Whether it refuses a name of one label, after an answer for every search domain: so do
   * systemd-resolved and a server that does not serve the root, whatever the name. Such names have
   * no addresses (RFC 7085), so the search domains decide.
   */
  private boolean isTopLevelRefusal(Both answer) {
    return answer.together().status() == Status.REFUSED
        && answers.size() > 1
        && answers.indexOf(answer) == names.size() - 1
        && names.get(names.size() - 1).labels() == 2;
  }

  private static boolean isSpecific(Both answer) {
    ServerAnswer together = answer.together();
    return together.status() == Status.NO_DATA
        || together.status() == Status.FILTERED
        || !together.canonical().isEmpty();
  }

  /** None of the names exists. */
  private Both denied() {
    Both first = answers.get(0);
    String all =
        answers.stream().flatMap(a -> a.asked().stream()).collect(Collectors.joining(", "));
    return new Both(first.asked().map(one -> all), first.four(), first.six());
  }

  private static String text(Name name) {
    return name.toString(true);
  }
}
