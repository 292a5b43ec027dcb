package dev.rollcall.protocol.http;

import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.protocol.http.HttpSettings.Identify;
import dev.rollcall.protocol.http.HttpSettings.Otherwise;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import java.util.Optional;

/** Judges an answer by the rule's settings and by who may have sent it; pure. */
final class Judge {
  private final HttpSettings settings;
  private final Expectations expectations;
  private final Sender sender;
  private final boolean relayed;

  /**
   * @param relayed whether an explicit proxy passed the answer on, whose Via is then no surprise
   */
  Judge(HttpSettings settings, Sender sender, boolean relayed) {
    this.settings = settings;
    this.expectations = new Expectations(settings);
    this.sender = sender;
    this.relayed = relayed;
  }

  /** The block page that status and headers alone tell of. */
  Optional<Fault> head(Answer head) {
    Optional<FilterMarks.Mark> mark = FilterMarks.inHead(head).filter(m -> !m.passing());
    // Where the redirect is what is looked at, one that stays in the domain is the server's own.
    Optional<Location> away =
        settings.redirect() == Redirect.ANY
            ? head.location()
            : head.location().filter(to -> !to.near(head.asked().host()));
    return foreign(head, away).or(() -> mark.map(this::blocked));
  }

  /** How much of the body the judgement needs at most, in bytes. */
  int wanted(Answer head) {
    if (head.redirect().isPresent() || head.status() == 204 || head.status() == 304) {
      return 0;
    }
    if (settings.wantsBody()) {
      return Question.PROOF;
    }
    return sender != Sender.CERTIFIED && head.mayBePage() ? Question.PAGE : 0;
  }

  /** Whether more of the body would change nothing. */
  boolean enough(Answer soFar) {
    return settings.wantsBody() && expectations.bodyMet(soFar);
  }

  Judgement whole(Answer answer) {
    boolean bodyProves = enough(answer);
    if (sender != Sender.CERTIFIED && !bodyProves) {
      Optional<Fault> page =
          Refresh.of(answer).stream()
              .flatMap(to -> foreign(answer, Optional.of(to)).stream())
              .findFirst()
              .or(() -> FilterMarks.inPage(answer).map(this::blocked));
      if (page.isPresent()) {
        return new Judgement.Refused(page.get());
      }
    }
    Optional<String> unmet = expectations.unmet(answer);
    if (unmet.isEmpty() && settings.identify() == Identify.EXPECTATIONS) {
      return new Judgement.Identified("the answer: " + expectations.met(answer));
    }
    Optional<FilterMarks.Mark> passed = FilterMarks.inHead(answer).filter(m -> !relayed);
    if (passed.isPresent() && sender != Sender.CERTIFIED && !bodyProves) {
      return new Judgement.Refused(blocked(passed.get()));
    }
    if (unmet.isPresent()) {
      boolean hard = settings.otherwise() == Otherwise.FAIL || settings.redirect() != Redirect.ANY;
      return hard
          ? new Judgement.Refused(new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, unmet.get()))
          : new Judgement.Unidentified(unmet.get());
    }
    return switch (sender) {
      case CERTIFIED -> new Judgement.Identified("its certificate");
      case INSPECTED -> new Judgement.Identified("the inspecting proxy, which is trusted");
      case UNVERIFIED ->
          new Judgement.Unidentified("the certificate that would identify it is not verified");
      case PLAIN ->
          new Judgement.Identified(
              settings.expectsNothing()
                  ? "an answer without the marks of a proxy"
                  : "the answer: " + expectations.met(answer));
    };
  }

  /** A way that leads to another host, unless the rule allows it. */
  private Optional<Fault> foreign(Answer answer, Optional<Location> to) {
    return to.filter(way -> expectations.foreign(answer, way))
        .map(
            location ->
                new Fault(
                    Phase.EXCHANGE,
                    FaultKind.BLOCK_PAGE,
                    "the answer leads to another host: "
                        + answer
                            .quotes()
                            .text(location.scheme() + "://" + location.host() + location.uri())));
  }

  private Fault blocked(FilterMarks.Mark mark) {
    return new Fault(
        Phase.EXCHANGE,
        FaultKind.BLOCK_PAGE,
        "the answer bears the marks of " + mark.product() + ": " + mark.quote());
  }
}
