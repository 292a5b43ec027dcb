package dev.rollcall.protocol.http;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.ProxyLogin;
import dev.rollcall.protocol.http.HttpSettings.Identify;
import dev.rollcall.protocol.http.HttpSettings.Otherwise;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Sender;
import dev.rollcall.protocol.http.message.StatusPattern;
import java.util.Optional;

/** Judges an answer by the rule's settings and by who may have sent it; pure. */
final class HttpJudge {
  /** RFC 6585 §4. */
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpSettings settings;
  private final Expectations expectations;
  private final Sender sender;
  private final boolean external;
  private final FilterAnswers strangers;

  /**
   * @param external whether the destination is outside of the site, so that any device on the way
   *     may have answered
   * @param relayed whether an explicit proxy passed the answer on, whose Via is then no surprise
   */
  HttpJudge(HttpSettings settings, Sender sender, boolean external, boolean relayed) {
    this.settings = settings;
    this.expectations = new Expectations(settings);
    this.sender = sender;
    this.external = external;
    this.strangers = new FilterAnswers(expectations, external, relayed);
  }

  /** The fault that status and headers alone tell of. */
  Optional<Fault> head(Answer head) {
    // A verified certificate leaves no room for another sender. Where the redirect is what is
    // looked at, one within the domain is the server's own.
    return proven()
        ? Optional.empty()
        : strangers.inHead(head, settings.redirect() != Redirect.ANY);
  }

  /** How much of the body the judgement needs at most, in bytes. */
  int wanted(Answer head) {
    if (head.redirect().isPresent() || head.status() == 204 || head.status() == 304) {
      return 0;
    }
    if (settings.wantsBody()) {
      return Question.PROOF;
    }
    boolean mayMislead = head.mayBePage() && (!proven() || (external && head.shortPage()));
    return mayMislead || PageSigns.mayWantCertificate(head) ? Answer.PAGE : 0;
  }

  /** Whether more of the body would change nothing. */
  boolean enough(Answer soFar) {
    return settings.wantsBody() && expectations.bodyMet(soFar);
  }

  HttpJudgement whole(Answer answer) {
    boolean bodyProves = enough(answer);
    if (!proven() && !bodyProves) {
      Optional<Fault> page = strangers.inPage(answer);
      if (page.isPresent()) {
        return new HttpJudgement.Refused(page.get());
      }
    }
    Optional<String> unmet = expectations.unmet(answer);
    if (!StatusPattern.names(settings.status(), answer.status())) {
      Optional<HttpJudgement> refused = byStatus(answer, unmet.isEmpty());
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    if (unmet.isEmpty() && settings.identify() == Identify.EXPECTATIONS) {
      return new HttpJudgement.Identified("the answer: " + expectations.met(answer));
    }
    if (!proven() && !bodyProves) {
      Optional<Fault> passed = strangers.passedOn(answer);
      if (passed.isPresent()) {
        return new HttpJudgement.Refused(passed.get());
      }
    }
    return unmet.map(what -> missed(answer, what)).orElseGet(() -> bySender(answer));
  }

  private boolean proven() {
    return sender == Sender.CERTIFIED;
  }

  /** Statuses that no sender makes a pass: RFC 9110 §15.5.8, §15.6. */
  private Optional<HttpJudgement> byStatus(Answer answer, boolean met) {
    String status = "HTTP " + answer.status();
    Optional<String> certificate = PageSigns.certificateWanted(answer);
    if (certificate.isPresent()) {
      return Optional.of(
          new HttpJudgement.Refused(
              new Fault(
                  Phase.EXCHANGE,
                  FaultKind.DENIED,
                  status + ": the server asks for a client certificate (" + certificate.get() + ")",
                  Clue.CLIENT_CERTIFICATE)));
    }
    if (answer.status() == 407) {
      return proven()
          ? refused(FaultKind.UNEXPECTED, status + ": the server answers as a proxy does")
          : Optional.of(
              new HttpJudgement.Refused(
                  ProxyLogin.asked(
                      "a proxy on the path",
                      status,
                      answer.values("Proxy-Authenticate").toList())));
    }
    if (answer.status() < 500 || !met) {
      return Optional.empty();
    }
    if (proven() && external) {
      return Optional.of(
          new HttpJudgement.Unidentified(
              status + ": the certificate is verified, and the service reports an error"));
    }
    return Optional.of(
        new HttpJudgement.Refused(
            new Fault(
                Phase.EXCHANGE,
                FaultKind.UNEXPECTED,
                status + ": the service, or a gateway before it, reports an error",
                Clue.SERVICE_ERROR)));
  }

  private static Optional<HttpJudgement> refused(FaultKind kind, String evidence) {
    return Optional.of(new HttpJudgement.Refused(new Fault(Phase.EXCHANGE, kind, evidence)));
  }

  private HttpJudgement missed(Answer answer, String unmet) {
    boolean login = external && (PageSigns.login(answer) || PageSigns.leadsToLogin(answer));
    String what =
        login
            ? unmet + ", but a login page"
            : unmet + PageSigns.noSite(answer).map(why -> "; " + why).orElse("");
    if (settings.redirect() != Redirect.ANY
        && answer.location().filter(to -> expectations.foreign(answer, to)).isPresent()) {
      return new HttpJudgement.Refused(
          new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, what, Clue.LED_ELSEWHERE));
    }
    boolean hard =
        login || settings.otherwise() == Otherwise.FAIL || settings.redirect() != Redirect.ANY;
    return hard
        ? new HttpJudgement.Refused(login ? unexpected(what) : byError(answer, what))
        : new HttpJudgement.Unidentified(what, false);
  }

  /** A server that says that it fails, or has no time, need not be the wrong one. */
  private Fault byError(Answer answer, String what) {
    if (StatusPattern.names(settings.status(), answer.status())) {
      return unexpected(what);
    }
    if (answer.status() == TOO_MANY_REQUESTS) {
      return new Fault(Phase.EXCHANGE, FaultKind.DENIED, what, Clue.THROTTLED);
    }
    return answer.status() >= 500
        ? new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, what, Clue.SERVICE_ERROR)
        : unexpected(what);
  }

  private static Fault unexpected(String what) {
    return new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, what);
  }

  /** What an answer proves that misses nothing. */
  private HttpJudgement bySender(Answer answer) {
    boolean marked =
        settings.wantsBody() || !settings.header().isEmpty() || settings.redirect() != Redirect.ANY;
    Optional<String> noSite = PageSigns.noSite(answer);
    boolean wanted = marked || StatusPattern.names(settings.status(), answer.status());
    if (noSite.isPresent() && !wanted) {
      return new HttpJudgement.Unidentified("HTTP " + answer.status() + ": " + noSite.get());
    }
    if (proven()) {
      if (external && PageSigns.login(answer)) {
        return new HttpJudgement.Unidentified(
            "the certificate is verified, but a login page answers");
      }
      boolean away =
          ScriptRedirect.of(answer).stream().anyMatch(to -> expectations.foreign(answer, to));
      return external && away
          ? new HttpJudgement.Unidentified(
              "the certificate is verified, but a page answers whose script leads to another host")
          : new HttpJudgement.Identified("its certificate");
    }
    if (sender == Sender.UNVERIFIED) {
      return new HttpJudgement.Unidentified(
          "the certificate that would identify it is not verified" + strangers.doubt(answer));
    }
    if (marked) {
      return new HttpJudgement.Identified("the answer: " + expectations.met(answer));
    }
    if (sender == Sender.INSPECTED) {
      // Filters answer 403 themselves.
      return answer.status() == 403 || ScriptRedirect.in(answer)
          ? new HttpJudgement.Unidentified(
              "HTTP " + answer.status() + " may be the inspecting proxy's own answer")
          : new HttpJudgement.Identified("the inspecting proxy, which is trusted");
    }
    Optional<String> own = external ? Optional.empty() : expectations.ownRedirect(answer);
    return own.<HttpJudgement>map(HttpJudgement.Identified::new)
        .orElseGet(
            () ->
                new HttpJudgement.Unidentified(
                    "HTTP "
                        + answer.status()
                        + " without TLS, and nothing in it that only the destination would send"
                        + strangers.doubt(answer)));
  }
}
