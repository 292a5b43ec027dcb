package dev.rollcall.protocol.http;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Location;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the answers of filters and captive portals among those that no verified certificate proves.
 * A server of the site may redirect to another host or show a login; a public one that does so was
 * replaced.
 */
final class FilterAnswers {
  private final Expectations expectations;
  private final boolean external;
  private final boolean relayed;

  FilterAnswers(Expectations expectations, boolean external, boolean relayed) {
    this.expectations = expectations;
    this.external = external;
    this.relayed = relayed;
  }

  /**
   * What status and headers tell.
   *
   * @param near whether a redirect within the destination's domain is the server's own
   */
  Optional<Fault> inHead(Answer head, boolean near) {
    return away(head, head.location().filter(to -> !near || !to.near(head.asked().host())))
        .or(() -> marked(head));
  }

  /** The mark of a filter in status, headers or where a redirect leads. */
  private Optional<Fault> marked(Answer head) {
    return FilterMarks.inHead(head)
        .filter(mark -> !mark.passing())
        .or(() -> head.location().flatMap(to -> FilterMarks.inAddress(head, to)))
        .map(FilterAnswers::blocked);
  }

  /** What the page tells. */
  Optional<Fault> inPage(Answer answer) {
    Optional<Fault> led =
        ways(answer).flatMap(to -> away(answer, Optional.of(to)).stream()).findFirst();
    return led.or(
            () ->
                ways(answer)
                    .flatMap(to -> FilterMarks.inAddress(answer, to).stream())
                    .findFirst()
                    .or(() -> FilterMarks.inPage(answer, external))
                    .map(FilterAnswers::blocked))
        .or(
            () ->
                external && PageSigns.login(answer)
                    ? Optional.of(block("a login page answers: HTTP " + answer.status()))
                    : Optional.empty());
  }

  /** The product that passed the answer on, and may have made it. */
  Optional<Fault> passedOn(Answer answer) {
    return FilterMarks.inHead(answer).filter(mark -> !relayed).map(FilterAnswers::blocked);
  }

  /** What speaks against the destination as the sender, to be added to a reason; may be empty. */
  String doubt(Answer answer) {
    Optional<Location> away =
        Stream.concat(answer.location().stream(), ways(answer))
            .filter(to -> expectations.foreign(answer, to))
            .findFirst();
    if (away.isPresent()) {
      return "; it leads to " + answer.quotes().text(away.get().shown());
    }
    return PageSigns.login(answer) ? "; it is a login page" : "";
  }

  /** Where the page leads a browser by itself. */
  private static Stream<Location> ways(Answer answer) {
    return Stream.concat(Refresh.of(answer).stream(), ScriptRedirect.of(answer).stream());
  }

  /** A way from a public destination to another host, unless the rule allows it. */
  private Optional<Fault> away(Answer answer, Optional<Location> to) {
    return to.filter(way -> external && expectations.foreign(answer, way))
        .map(
            way ->
                block(
                    "the answer leads to another host: "
                        + answer.quotes().text(way.origin() + way.uri())));
  }

  private static Fault blocked(FilterMarks.Mark mark) {
    return block("the answer bears the marks of " + mark.product() + ": " + mark.quote());
  }

  private static Fault block(String evidence) {
    return new Fault(Phase.EXCHANGE, FaultKind.BLOCK_PAGE, evidence);
  }
}
