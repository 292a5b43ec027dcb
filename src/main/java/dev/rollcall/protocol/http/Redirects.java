package dev.rollcall.protocol.http;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Cookies;
import dev.rollcall.protocol.http.message.RedirectLoop;
import dev.rollcall.protocol.http.message.Scheme;
import dev.rollcall.protocol.http.message.StatusPattern;
import dev.rollcall.protocol.http.message.Wire;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** What a redirect means for a browser that gets this answer. */
final class Redirects {
  private Redirects() {}

  /** A redirect to another host from a proven sender passes, and is worth knowing. */
  static void note(Session session, Answer answer) {
    answer
        .location()
        .filter(to -> !to.at(answer.asked().host()))
        .ifPresent(
            to ->
                session.observe(
                    new Observation.Note(
                        "It redirects to another host ("
                            + answer.quotes().text(to.shown())
                            + "), which is not looked at here.")));
  }

  /**
   * What a browser meets that follows the redirect. A rule that takes any status asks for the path
   * alone, and its server may redirect only those who come without the balancer's headers.
   */
  static void follow(Session session, HttpSettings settings, Scheme scheme, Answer answer)
      throws ProbeException {
    boolean page =
        !settings.status().isEmpty() && !StatusPattern.names(settings.status(), answer.status());
    if (!page || settings.redirect() != Redirect.ANY) {
      return;
    }
    Optional<String> loop =
        RedirectLoop.of(
            answer, settings.path(), cookies -> again(session, settings, scheme, cookies));
    if (loop.isPresent()) {
      throw ProbeException.of(FaultKind.UNEXPECTED, loop.get(), Clue.REDIRECT_LOOP);
    }
    answer
        .location()
        .filter(to -> scheme == Scheme.HTTPS && to.scheme().equals(Scheme.HTTP.word()))
        .filter(to -> to.at(answer.asked().host()) && !session.tls().external())
        .ifPresent(
            to ->
                session.concern(
                    Concern.Kind.SERVER_CONFIGURATION,
                    "redirects from https to http on the same host ("
                        + answer.quotes().text(to.shown())
                        + "): what follows is not encrypted. If http redirects back to https,"
                        + " browsers end in a redirect loop"));
  }

  private static Answer again(
      Session session, HttpSettings settings, Scheme scheme, Cookies cookies)
      throws IOException, ProbeException {
    Connection connection =
        scheme == Scheme.HTTPS ? SecuredConnection.open(session) : session.dialHop();
    ClassicHttpRequest request = Question.request(session, settings, scheme);
    if (!cookies.isEmpty()) {
      request.addHeader("Cookie", cookies.header());
    }
    return Question.head(session, scheme, new Wire(connection.socket()).exchange(request));
  }
}
